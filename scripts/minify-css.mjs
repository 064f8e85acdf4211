// A rollup plugin: takes comments and idle whitespace out of css`…` templates. Expressions stay as they are.

/** @param {string} text CSS between two expressions. */
export function minifyCss(text) {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(/: /g, ':')
    .replaceAll(/;}/g, '}')
    .replaceAll(/(?<![\w.])0\.(?=\d)/g, '.');
}

/** Rewrites the text of every css`…` template in `code`; undefined when there is none. @param {string} code */
export function minifyTemplates(code) {
  let out = '';
  let from = 0;
  for (const { index } of code.matchAll(/\bcss`/g)) {
    if (index < from) continue;
    let at = index + 4;
    out += code.slice(from, at);
    let start = at;
    while (code[at] !== '`') {
      if (code[at] === '\\') at += 2;
      else if (code.startsWith('${', at)) {
        let depth = 1;
        let end = at + 2;
        for (; depth; end++) depth += code[end] === '{' ? 1 : code[end] === '}' ? -1 : 0;
        out += minifyCss(code.slice(start, at)) + code.slice(at, end);
        at = end;
        start = at;
      } else at++;
      if (at >= code.length) throw new Error('a css template does not end');
    }
    out += minifyCss(code.slice(start, at));
    from = at;
  }
  return from ? out + code.slice(from) : undefined;
}

export default () => ({
  name: 'minify-css-templates',
  transform(code, id) {
    if (!/src\/elements\//.test(id)) return;
    const result = minifyTemplates(code);
    return result === undefined ? undefined : { code: result, map: null };
  },
});
