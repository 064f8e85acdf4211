/** Listens to events of what is there, if it is; returns the undo. */
export function listen(target: EventTarget | undefined, types: readonly string[], listener: () => void): () => void {
  for (const type of types) target?.addEventListener?.(type, listener);
  return () => {
    for (const type of types) target?.removeEventListener?.(type, listener);
  };
}

/** Undoes each once. */
export function undoAll(list: (() => void)[]): void {
  for (const undo of list.splice(0)) undo();
}
