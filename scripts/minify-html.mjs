// A rollup plugin: takes the indentation out of html`…` templates. Runs on compiled code, for it parses it.

/** Rewrites the text of every html`…` and svg`…` of Lit in `code`; undefined when nothing changes. @param {string} code @param {object} program */
export function minifyHtml(code, program) {
  const tags = new Set();
  const texts = [];
  for (const nodes = [program]; nodes.length; ) {
    const node = nodes.pop();
    if (node.type === 'ImportDeclaration' && node.source.value === 'lit')
      for (const { imported, local } of node.specifiers) if (/^(html|svg)$/.test(imported?.name)) tags.add(local.name);
    if (node.type === 'TaggedTemplateExpression') texts.push({ tag: node.tag.name, quasis: node.quasi.quasis });
    for (const value of Object.values(node)) for (const child of [value].flat()) if (child?.type) nodes.push(child);
  }
  const quasis = texts.filter(({ tag }) => tags.has(tag)).flatMap((one) => one.quasis);
  let out = '';
  let from = 0;
  for (const { start, end } of quasis.sort((a, b) => a.start - b.start)) {
    out += code.slice(from, start) + code.slice(start, end).replaceAll(/\s*\n\s*/g, ' ');
    from = end;
  }
  out += code.slice(from);
  return out === code ? undefined : out;
}

export default () => ({
  name: 'minify-html-templates',
  transform(code, id) {
    if (!/src\/elements\//.test(id)) return;
    const result = minifyHtml(code, this.parse(code));
    return result === undefined ? undefined : { code: result, map: null };
  },
});
