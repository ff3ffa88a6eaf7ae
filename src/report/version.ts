/** The version of fwinspect, as documents name it. A test holds it against package.json and the change log. */
export const VERSION = '0.1.0';
