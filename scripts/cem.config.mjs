// The analyzer would else write the place of its output into package.json.
export default { litelement: true, quiet: true, packagejson: false };
