import { expect } from '@open-wc/testing';
import type { ChatItem } from '../../core/chat/api.ts';
import { RowModel } from './rows.ts';
import { fakeUser, NOW, noticed, said, talk } from './testing.ts';

const rowsOf = (model: RowModel) => Array.from({ length: model.length }, (_, at) => model.at(at)!);
const keys = (model: RowModel) => rowsOf(model).map((row) => row.key);
const fresh = (items: readonly ChatItem[], divider?: string) => {
  const model = new RowModel();
  model.set(items, divider);
  return model;
};
const ana = fakeUser('ana', 'Ana');
const tom = fakeUser('tom', 'Tom');

describe('rows', () => {
  it('are the same whether items came one by one or at once', () => {
    const items: ChatItem[] = [];
    const model = new RowModel();
    for (let i = 0; i < 60; i++) {
      items.push(i % 5 < 3 ? noticed(i % 10 < 5 ? 'join' : 'leave', i % 2 ? ana : tom, NOW + i) : said(ana, `${i}`, NOW + i));
      model.set([...items]);
      expect(rowsOf(model)).to.deep.equal(rowsOf(fresh(items)));
    }
  });

  it('follow removals, replacements, pages before, and swaps that leave both ends alone', () => {
    const model = new RowModel();
    let items: ChatItem[] = talk(30, NOW);
    const check = () => {
      model.set(items);
      expect(keys(model)).to.deep.equal(items.map((item) => item.key));
    };
    check();
    items = items.filter((_, i) => i !== 12);
    check();
    items = [...talk(10, NOW - 1e7), ...items];
    check();
    items = [...items.slice(0, 5), said(ana, 'in between', NOW), ...items.slice(6)];
    check();
    items = items.slice(20);
    check();
  });

  it('tell a run of joins in one row, and break it at a day, a leave, a message and the divider', () => {
    const a = noticed('join', ana, NOW);
    const b = noticed('join', tom, NOW + 1);
    const c = noticed('leave', tom, NOW + 2);
    expect(rowsOf(fresh([a, b, c])).map((row) => row.count)).to.deep.equal([2, 1]);
    expect(rowsOf(fresh([a, b, c], b.key)).map((row) => row.count)).to.deep.equal([1, 1, 1]);
    expect(fresh([a, noticed('join', tom, NOW + 86_400_000)]).length).to.equal(2);
  });

  it('of a long history are made for its end alone, and for all of it when that is wanted', () => {
    const model = new RowModel();
    const items: ChatItem[] = talk(2_500, NOW);
    model.set(items);
    expect([model.length, model.left, model.at(0)!.key]).to.deep.equal([1_000, 1_500, items[1_500]!.key]);
    expect(model.indexOf(items[3]!.key)).to.equal(-1);
    const more = [...items, ...talk(1, NOW + 1e7)];
    model.set(more);
    expect([model.length, model.left]).to.deep.equal([1_001, 1_500]);
    model.left = 0;
    model.set(more);
    expect(keys(model)).to.deep.equal(more.map((item) => item.key));
    expect(model.indexOf(items[3]!.key)).to.equal(3);
  });

  it('of a long history are all made where something unread starts, and where one is taken out or put before', () => {
    const items: ChatItem[] = talk(1_500, NOW);
    expect(fresh(items, items[2]!.key).length).to.equal(1_500);
    const model = fresh(items);
    model.set(items.slice(1));
    expect([model.length, model.left]).to.deep.equal([1_499, 0]);
  });

  it('finds the row of an item inside a run', () => {
    const items = [said(ana, 'x', NOW), noticed('join', ana, NOW), noticed('join', tom, NOW)];
    expect(fresh(items).indexOf(items[2]!.key)).to.equal(1);
  });
});
