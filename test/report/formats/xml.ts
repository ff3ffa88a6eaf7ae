/** A strict reader of the XML that reports use (no DTD, no CDATA), and a check against the declarations of an XSD. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Throws where the text is not well-formed. */
export function parseXml(text: string): Element {
  // The characters of XML 1.0.
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
    throw new Error('a character that XML does not have');
  }
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${String(at)}`);
  };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    if (found !== null) at = sticky.lastIndex;
    return found;
  };
  const decode = (raw: string): string =>
    raw.replace(/&([^;&]*;?)/g, (_, name: string) => {
      const number = /^#(\d+);$/.exec(name)?.[1];
      if (number !== undefined) return String.fromCodePoint(Number(number));
      return ENTITIES[name.replace(/;$/, '')] ?? fail(`entity ${name}`);
    });
  const misc = (): void => {
    while (take(/\s+|<!--(?:[^-]|-(?!-))*-->/) !== null);
  };
  const element = (): Element => {
    const name = take(/<([A-Za-z][\w:.-]*)/)?.[1] ?? fail('no element');
    const attributes: Record<string, string> = {};
    for (
      let found = take(/\s+([A-Za-z][\w:.-]*)="([^"<]*)"/);
      found !== null;
      found = take(/\s+([A-Za-z][\w:.-]*)="([^"<]*)"/)
    ) {
      const [, key = '', value = ''] = found;
      if (key in attributes) fail(`${key} twice`);
      attributes[key] = decode(value);
    }
    if (take(/\s*\/>/) !== null) return { name, attributes, children: [], text: '' };
    if (take(/\s*>/) === null) fail('the tag does not end');
    const children: Element[] = [];
    let content = '';
    for (;;) {
      const piece = take(/[^<]+/)?.[0];
      if (piece?.includes(']]>') === true) fail(']]> in text');
      if (piece !== undefined) content += decode(piece);
      else if (take(/<!--(?:[^-]|-(?!-))*-->/) !== null) continue;
      else if (take(/<\//) !== null) break;
      else children.push(element());
    }
    if (take(/([A-Za-z][\w:.-]*)\s*>/)?.[1] !== name) fail(`</${name}> expected`);
    return { name, attributes, children, text: content };
  };
  take(/<\?xml version="1\.0" encoding="UTF-8"\?>/);
  misc();
  const root = element();
  misc();
  if (at < text.length) fail('something behind the root');
  return root;
}

const TYPES: Readonly<Record<string, RegExp>> = {
  'xs:string': /^[^]*$/,
  'xs:nonNegativeInteger': /^\d+$/,
  'xs:decimal': /^\d+(?:\.\d+)?$/,
};

/** What of a document the XSD does not allow: elements, their order and number, attributes and their types, text. */
export function schemaFaults(element: Element, xsd: Element): readonly string[] {
  const { name } = element;
  const declared = xsd.children.find((one) => one.attributes.name === name);
  if (declared === undefined) return [`${name} is not declared`];
  const type = declared.children[0];
  const attributes = (type?.children ?? []).filter((one) => one.name === 'xs:attribute').map((one) => one.attributes);
  const sequence =
    type?.children.find((one) => one.name === 'xs:sequence')?.children.map((one) => one.attributes) ?? [];
  const mayHoldText = declared.attributes.type === 'xs:string' || type?.attributes.mixed === 'true';
  return [
    ...attributes
      .filter((one) => one.use === 'required' && !((one.name ?? '') in element.attributes))
      .map((one) => `${name} lacks ${one.name ?? ''}`),
    ...Object.entries(element.attributes).flatMap(([key, value]) => {
      const wanted = attributes.find((one) => one.name === key);
      if (wanted === undefined) return [`${name} may not have ${key}`];
      return TYPES[wanted.type ?? '']?.test(value) === true ? [] : [`${name}: ${key} is no ${wanted.type ?? ''}`];
    }),
    ...(!mayHoldText && element.text.trim() !== '' ? [`${name} may not hold text`] : []),
    ...sequenceFaults(element, sequence),
    ...element.children.flatMap((child) => schemaFaults(child, xsd)),
  ];
}

function sequenceFaults({ name, children }: Element, sequence: readonly Element['attributes'][]): readonly string[] {
  const places = children.map((child) => sequence.findIndex((one) => one.ref === child.name));
  const strays = children.filter((_, at) => places[at] === -1).map((child) => `${name} may not hold ${child.name}`);
  const isSorted = places.every((place, at) => at === 0 || place >= (places[at - 1] ?? 0));
  const tooMany = sequence.filter(
    (one) => one.maxOccurs === '1' && children.filter((child) => child.name === one.ref).length > 1,
  );
  return [
    ...strays,
    ...(isSorted ? [] : [`${name} holds its elements in the wrong order`]),
    ...tooMany.map((one) => `${name} holds ${one.ref ?? ''} more than once`),
  ];
}
