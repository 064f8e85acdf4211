/** What an audio worklet's global has. */
interface WorkletScope {
  registerProcessor(name: string, processor: new (options: unknown) => { port: MessagePort }): void;
}

/**
 * Imported before the worklet of @sapphi-red/web-noise-suppressor, which listens on its port and never starts it: it would not hear that
 * it ends, and run until its context closes.
 */
const scope = globalThis as unknown as WorkletScope;
const register = scope.registerProcessor;
if (register)
  scope.registerProcessor = (name, Processor) =>
    register(
      name,
      class extends Processor {
        constructor(options: unknown) {
          super(options);
          this.port.start();
        }
      },
    );
