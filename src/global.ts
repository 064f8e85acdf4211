/**
 * The classic-script door, `earshot.global.js`: a stub that loads `earshot.js` and `earshot.faces.js` beside its own URL and sets `Earshot`.
 * `Earshot.VoiceClient` and `Earshot.ChatClient` can be constructed at once: a bad configuration throws at construction as in
 * the module; calls and listeners wait for the bundle, in order. `Earshot.ready` resolves with the whole module.
 */
type Target = Record<string, unknown>;
type Method = (...args: unknown[]) => unknown;
type Config = Record<string, unknown>;

const script = document.currentScript as HTMLScriptElement | null;
const load = (file: string) => import(new URL(file, script?.src ?? location.href).href) as Promise<Target>;
const ready = Promise.all([load('earshot.js'), load('earshot.faces.js')]).then(([bundle, faces]): Target => ({ ...bundle, ...faces }));
const ignore = () => {}; // whoever waits for the same promise reports it

/** Stands for an object to come: its members can be called, and asked for theirs, before it is there. */
function standIn(coming: Promise<Target>): Target {
  let there: Target | undefined;
  coming.then((real) => {
    there = real;
  }, ignore);
  const proxy: Target = new Proxy<Target>(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'symbol' || name === 'then') return; // no promise, whatever `await` thinks
        if (there) {
          const value = there[name];
          return typeof value === 'function' ? value.bind(there) : value;
        }
        const call = (...args: unknown[]) => {
          const result = coming.then((real) => (real[name] as Method)(...args));
          if (!/^(on|once|off)$/.test(name)) return result;
          result.catch(ignore);
          return proxy;
        };
        const member = coming.then((real) => real[name] as Target);
        member.catch(ignore);
        return Object.setPrototypeOf(call, standIn(member));
      },
      set: (_, name, value) => {
        coming.then((real) => {
          real[name as string] = value;
        }, ignore);
        return true;
      },
    },
  );
  return proxy;
}

/** A class that checks what the real one will check, so that it throws here and now, and constructs a stand-in. */
const face = (className: string, required: string[], code: number) =>
  class {
    constructor(config: Config) {
      for (const name of required) {
        const value = config?.[name];
        if (typeof value !== 'string' || !value || (name === 'host' && /[/\s]/.test(value))) {
          throw Object.assign(new Error(`unable to create ${className}; "${name}" is missing or malformed`), { code, name: 'invalid_parameter' });
        }
      }
      // biome-ignore lint/correctness/noConstructorReturn: what is constructed is the stand-in
      return standIn(ready.then((bundle) => new (bundle[className] as new (config: Config) => Target)(config)));
    }
  };

const Earshot: Target = {
  ready,
  VoiceClient: face('VoiceClient', ['host', 'app_id', 'user_id', 'token'], 80101),
  ChatClient: face('ChatClient', ['host', 'app_id'], 60101),
};
ready.then((bundle) => Object.assign(Earshot, { ...bundle, ...Earshot }), ignore);
(globalThis as Target & typeof globalThis).Earshot = Earshot;
