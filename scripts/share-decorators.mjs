// A rollup plugin: what applies a decorator is written by the compiler into every module that has one; here it is one for all.

const SHARED = '\0decorate';
/** As esbuild writes it, whatever the names. */
const HELPER =
  /^var (\w+) = Object\.defineProperty;\s+var (\w+) = Object\.getOwnPropertyDescriptor;\s+var (\w+) = \(\w+, \w+, \w+, \w+\) => \{[^{}]*\b\2\([^{}]*\b\1\([^{}]*\};$/m;

/** Takes the helper out of `code`; undefined when it has none. @param {string} code */
export function shareHelper(code) {
  const [helper, , , name] = HELPER.exec(code) ?? [];
  return helper && { code: code.replace(helper, () => `import { decorate as ${name} } from ${JSON.stringify(SHARED)};`), helper, name };
}

export default () => {
  let shared = '';
  return {
    name: 'share-decorators',
    resolveId: (id) => (id === SHARED ? id : undefined),
    load: (id) => (id === SHARED ? shared : undefined),
    transform(code, id) {
      const found = /src\/elements\//.test(id) ? shareHelper(code) : undefined;
      if (!found) return;
      shared = `${found.helper}\nexport { ${found.name} as decorate };`;
      return { code: found.code, map: null };
    },
  };
};
