// A rollup plugin: in what an entry loads at once, style sheets come first and together. Gzip looks back no further than 32 kB; spread over a bundle,
// what they have in common is written again and again.

const isStyles = (id) => /\.styles\.ts$/.test(id);

export default () => ({
  name: 'styles-first',
  async transform(code, id) {
    if (!this.getModuleInfo(id)?.isEntry) return;
    const seen = new Set([id]);
    const visit = async (ids) => {
      const fresh = ids.filter((one) => !seen.has(one) && seen.add(one));
      for (const one of fresh) {
        const { importedIdResolutions } = await this.load({ id: one, resolveDependencies: true });
        await visit(importedIdResolutions.filter(({ external }) => !external).map((resolved) => resolved.id));
      }
    };
    const sources = this.parse(code).body.flatMap(({ source }) => source?.value ?? []);
    const imported = await Promise.all(sources.map((source) => this.resolve(source, id)));
    await visit(imported.filter((one) => one && !one.external).map((one) => one.id));
    const styles = [...seen].filter(isStyles).sort();
    return { code: styles.map((one) => `import ${JSON.stringify(one)};\n`).join('') + code, map: null };
  },
});
