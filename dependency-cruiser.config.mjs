/** Which way imports lean, lowest first. Siblings of one row never import each other. */
const ORDER = [
  ['base'],
  ['protocol'],
  ['connection'],
  ['negotiation', 'media'],
  ['recording'],
  ['call', 'chat', 'history', 'doctor', 'voicemail'],
  ['flight', 'ringing', 'tabs', 'push'],
  ['client'],
];

const folder = (name) => `^src/core/${name}/`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = ORDER.flatMap((names, i) =>
  names.map((name) =>
    rule(
      `layer-${name}`,
      `src/core/${name} may import only what lies below it`,
      { path: folder(name), pathNot: '\\.test\\.ts$' },
      {
        path: [...ORDER.slice(i + 1).flat(), ...names.filter((other) => other !== name)]
          .map(folder)
          .concat('^src/(elements|compat|worker|index|all|browser)', '^server/', '^test/', 'node_modules/(lit|@lit)/'),
      },
    ),
  ),
);

export default {
  forbidden: [
    ...layers,
    rule('no-cycles', 'a cycle has no bottom to start reading from', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule(
      'compat-on-client',
      'faces are thin: they stand on the client alone, and on its types',
      { path: '^src/compat/', pathNot: '\\.test\\.ts$' },
      { path: '^(src/elements|server|test)/' },
    ),
    rule(
      'elements-on-core',
      'elements are views of the core',
      { path: '^src/elements/', pathNot: '\\.test\\.ts$|/testing\\.ts$' },
      { path: '^(server|test|src/compat)/' },
    ),
    rule(
      'elements-apart',
      'an element imports no other element; what they share lies in internal/',
      { path: '^src/elements/([^/]+)/', pathNot: '\\.test\\.ts$|^src/elements/internal/' },
      { path: '^src/elements/([^/]+)/', pathNot: ['^src/elements/$1/', '^src/elements/internal/'] },
    ),
    rule(
      'internal-stays-below',
      'internal/ serves every element and knows none',
      { path: '^src/elements/internal/' },
      { path: '^src/elements/([^/]+)/', pathNot: '^src/elements/internal/' },
    ),
    rule(
      'server-on-protocol',
      'the server shares base and protocol with the client, nothing else',
      { path: '^server/', pathNot: '\\.test\\.ts$' },
      { path: ['^src/', '^test/'], pathNot: '^src/core/(base|protocol)/' },
    ),
    rule(
      'nothing-of-tests-ships',
      'shipped code imports no test code and no development tool',
      { path: '^(src|server/src)/', pathNot: '\\.test\\.ts$|/testing\\.ts$' },
      { path: '^test/|\\.test\\.ts$' },
    ),
    rule(
      'declared',
      'every dependency is declared where it is used',
      { path: '^(src|server/src)/', pathNot: '\\.test\\.ts$|/testing\\.ts$' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule('resolves', 'every import leads somewhere', { path: '^(src|server|test|scripts)/' }, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|server/dist|bench)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types', 'node'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts', '.d.mts'],
    },
  },
};
