/** What an independent reader of HTML has to say of a page. */
import { HtmlValidate } from 'html-validate';

/** The rules of the recommended set, but for those that argue about style. */
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // On narrow screens the rows are cards; the roles keep them a table.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    // A region that scrolls is reached by keyboard.
    'no-implicit-tabindex': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
  },
});

/** Each complaint with its rule and place; none for a page that is sound. */
export function complaints(html: string): readonly string[] {
  const { results } = validator.validateStringSync(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId} ${String(line)}:${String(column)} ${message}`),
  );
}
