import { css } from 'lit';
import { avatarStyles } from '../internal/avatar.styles.ts';
import { buttonStyles } from '../internal/button.styles.ts';
import { richTokens } from '../internal/tokens.styles.ts';

const own = css`
  .card {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    overflow: hidden;
    border-radius: var(--_r-xl);
    background: var(--_surface);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
  }
  .card-h {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 3) calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 4);
    min-block-size: calc(56px * var(--_d));
  }
  .title {
    flex: 1;
    font-size: var(--_fs);
    font-weight: 600;
    letter-spacing: -0.006em;
  }
  .seg {
    display: inline-flex;
    padding: 2px;
    border-radius: var(--_r-m);
    background: var(--_fill-1);
  }
  .seg button {
    position: relative;
    min-block-size: calc(var(--_ctl) - 8px);
    padding-inline: calc(var(--_u) * 2.75);
    border-radius: calc(var(--_r-m) - 2px);
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-2);
  }
  .seg [aria-checked='true'] {
    background: var(--_raised);
    color: var(--_ink);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
  }
  .edit[aria-pressed='true'] {
    background: var(--_soft);
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding-block-end: calc(var(--_u) * 2);
  }
  .dayh {
    padding-block: calc(var(--_u) * 3) calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 4);
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-3);
  }
  .hrow {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 1.5);
    padding-inline: calc(var(--_u) * 2.5);
    margin-inline: calc(var(--_u) * 1.5);
    min-block-size: calc(52px * var(--_d));
    border-radius: var(--_r-m);
  }
  .hrow:hover {
    background: var(--_fill-1);
  }
  .hrow .av {
    --s: 38px;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .who > b {
    font-weight: 600;
  }
  .who > span {
    display: flex;
    align-items: center;
    gap: 5px;
    min-inline-size: 0;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .who .i {
    inline-size: 14px;
    block-size: 14px;
    color: var(--_ink-3);
  }
  .miss .who > b,
  .miss .who .i {
    color: var(--_danger-ink);
  }
  .dot {
    flex: none;
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--_danger-ink);
  }
  .t2 {
    display: none;
  }
  .end {
    flex: none;
    font-size: var(--_fs-xs);
    color: var(--_ink-3);
    text-align: end;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .ib {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
  }
  .ib:hover {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .ib.dan,
  .ib.dan:hover {
    color: var(--_danger-ink);
  }
  .foot {
    display: flex;
    justify-content: center;
    padding: calc(var(--_u) * 2);
  }
  .empty {
    flex: 1;
    display: grid;
    justify-items: center;
    align-content: center;
    gap: calc(var(--_u) * 1.5);
    padding: calc(var(--_u) * 6);
    text-align: center;
    text-wrap: balance;
  }
  .empty .glyph {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    margin-block-end: calc(var(--_u) * 1.5);
    border-radius: var(--_r-xl);
    background: var(--_fill-1);
    color: var(--_ink-2);
  }
  .empty .bad {
    background: var(--_danger-soft);
    color: var(--_danger-ink);
  }
  .empty b {
    font-weight: 600;
  }
  .empty p,
  .notice {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .empty p {
    max-inline-size: 32ch;
  }
  .empty .btn {
    margin-block-start: calc(var(--_u) * 2.5);
  }
  .notice {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    margin-inline: calc(var(--_u) * 4);
    padding-block: calc(var(--_u) * 1);
  }
  .notice span {
    flex: 1;
  }
  .notice b {
    color: var(--_danger-ink);
    font-weight: 600;
  }
  .bone {
    flex: 1;
    block-size: 14px;
    border-radius: var(--_r-s);
    background: var(--_fill-1);
  }
  .bone.round {
    flex: none;
    inline-size: 38px;
    block-size: 38px;
    border-radius: 50%;
  }
  @container ch (inline-size < 330px) {
    .end {
      display: none;
    }
    .t2 {
      display: inline;
    }
    .who .trunc {
      white-space: normal;
      overflow-wrap: anywhere;
    }
  }
  @media (pointer: coarse) {
    .seg button::after {
      content: '';
      position: absolute;
      inset-inline: 0;
      inset-block: -6px;
    }
  }
  @media (forced-colors: active) {
    .card,
    .ib,
    .seg button {
      border: 1px solid ButtonBorder;
    }
    .seg [aria-checked='true'],
    .edit[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .dot {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .who .i {
      color: CanvasText;
    }
    .face {
      forced-color-adjust: none;
    }
  }
`;

export const listStyles = [richTokens, buttonStyles, avatarStyles, own].flat();
