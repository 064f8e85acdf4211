import { describe, expect, it } from '../../../test/harness.ts';
import { Emitter } from './emitter.ts';

class Bell extends Emitter<{ ring: [times: number, where: string]; rust: [] }> {
  ring(times: number, where = 'here'): void {
    this.emit('ring', times, where);
  }
}

describe('an emitter', () => {
  it('tells every listener of the type what happened, in the order they came', () => {
    const bell = new Bell();
    const heard: string[] = [];
    bell.on('ring', (times, where) => heard.push(`first ${times} ${where}`));
    bell.on('ring', (times) => heard.push(`second ${times}`));
    bell.on('rust', () => heard.push('rust'));
    bell.ring(3, 'there');
    expect(heard).to.deep.equal(['first 3 there', 'second 3']);
  });

  it('stops telling once undone, and takes a second undo for none', () => {
    const bell = new Bell();
    const heard: number[] = [];
    const listener = (times: number) => heard.push(times);
    const off = bell.on('ring', listener);
    bell.on('ring', listener); // the same function again: a listener of its own
    bell.ring(1);
    off();
    off();
    bell.ring(2);
    expect(heard).to.deep.equal([1, 1, 2]);
  });

  it('tells of one event only where once was asked for', () => {
    const bell = new Bell();
    const heard: number[] = [];
    bell.once('ring', (times) => {
      heard.push(times);
      if (times === 1) bell.ring(2); // from inside the listener
    });
    bell.ring(1);
    expect(heard).to.deep.equal([1]);
  });

  it('tells those who listened when it was emitted, whoever comes or goes meanwhile', () => {
    const bell = new Bell();
    const heard: string[] = [];
    bell.on('ring', () => {
      heard.push('first');
      off();
      bell.on('ring', () => heard.push('late'));
    });
    const off = bell.on('ring', () => heard.push('second'));
    bell.ring(1);
    expect(heard).to.deep.equal(['first', 'second']);
  });

  it('goes on past a listener that throws, and still reports its error', () => {
    const bell = new Bell();
    const heard: number[] = [];
    const tasks: (() => void)[] = [];
    const original = globalThis.queueMicrotask;
    globalThis.queueMicrotask = (task) => void tasks.push(task);
    try {
      bell.on('ring', () => {
        throw new Error('cracked');
      });
      bell.on('ring', (times) => heard.push(times));
      bell.ring(4);
    } finally {
      globalThis.queueMicrotask = original;
    }
    expect(heard).to.deep.equal([4]);
    expect(tasks).to.have.length(1);
    expect(tasks[0]!).to.throw('cracked');
  });

  it('counts its listeners, by type and in all', () => {
    const bell = new Bell();
    expect(bell.listenerCount()).to.equal(0);
    const off = bell.on('ring', () => {});
    bell.on('rust', () => {});
    expect([bell.listenerCount('ring'), bell.listenerCount('rust'), bell.listenerCount()]).to.deep.equal([1, 1, 2]);
    off();
    expect([bell.listenerCount('ring'), bell.listenerCount()]).to.deep.equal([0, 1]);
  });
});
