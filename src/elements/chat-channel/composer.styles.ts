import { css } from 'lit';

/** Composer, its tray, and the lock that stands in its place. */
export const composerStyles = css`
  .cmp {
    position: relative;
    inline-size: 100%;
    max-inline-size: 800px;
    margin-inline: auto;
    padding-block: calc(var(--_u) * 1) max(calc(var(--_u) * 3), env(safe-area-inset-bottom));
    padding-inline: calc(var(--_u) * 3);
    background: var(--_surface);
  }
  .box {
    position: relative;
    border-radius: calc(var(--_r) * 1.35);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_edge);
    transition: box-shadow var(--_fast);
  }
  .box:focus-within {
    box-shadow: inset 0 0 0 2px var(--_focus);
  }
  .box.dz {
    box-shadow: inset 0 0 0 2px var(--_focus);
    background: var(--_soft);
  }
  .ed {
    display: flex;
    align-items: flex-end;
    gap: calc(var(--_u) * 0.5);
    padding: calc(var(--_u) * 1);
    min-block-size: calc(var(--_ctl) + 8px);
  }
  .ed .ib {
    border-radius: var(--_r-pill);
  }
  .tx {
    display: block;
    flex: 1;
    min-inline-size: 0;
    border: 0;
    margin: 0;
    background: none;
    resize: none;
    field-sizing: content;
    max-block-size: calc(8lh + var(--_ctl) - 1.4em);
    outline: 0;
    padding-block: calc((var(--_ctl) - 1.4em) / 2);
    padding-inline: calc(var(--_u) * 1);
    line-height: 1.4;
    color: var(--_ink);
    overflow-wrap: anywhere;
    scrollbar-width: thin;
  }
  .tx::placeholder {
    color: var(--_ink-3);
    opacity: 1;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .dz .tx::placeholder {
    color: var(--_accent-ink);
    font-weight: 600;
  }
  .snd {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-pill);
    background: var(--_fill-accent);
    color: var(--_on-accent);
    box-shadow: inset 0 0 0 1px var(--_fill-edge);
    transition: scale var(--_fast) var(--_out);
  }
  .snd:active {
    scale: 0.94;
  }
  .snd[aria-disabled='true'] {
    background: var(--_fill-1);
    color: var(--_ink-3);
    box-shadow: none;
    cursor: default;
    scale: none;
  }
  .cnt {
    align-self: center;
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_danger-ink);
    font-variant-numeric: tabular-nums;
  }
  .tray {
    display: flex;
    gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 2.5) 0;
    padding-inline: calc(var(--_u) * 3);
    overflow: auto hidden;
    scrollbar-width: thin;
  }
  .th {
    position: relative;
    flex: none;
    inline-size: 64px;
    block-size: 64px;
    border-radius: var(--_r-m);
    background: var(--_fill-2);
    overflow: hidden;
  }
  .th .im {
    inline-size: 100%;
    block-size: 100%;
  }
  .th.doc {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: auto;
    max-inline-size: 250px;
    padding-block: 8px;
    padding-inline: 10px 34px;
    background: var(--_fill-1);
  }
  .th .cap-t > b {
    display: block;
    font-size: var(--_fs-xs);
  }
  .th .cap-t > span {
    font-size: var(--_fs-xs);
  }
  .th.bad {
    background: var(--_danger-soft);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger-ink) 45%, transparent);
  }
  .th.bad :is(.i, .cap-t > span) {
    color: var(--_danger-ink);
  }
  .x {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: rgb(20 16 12 / 0.72);
    color: #fff;
  }
  .x .i,
  .th.bad .x .i {
    inline-size: 14px;
    color: #fff;
  }
  .x:focus-visible {
    outline-offset: -3px;
    outline-color: #fff;
  }
  .locked {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 2.5);
    padding-inline: calc(var(--_u) * 3.5);
    border-radius: calc(var(--_r) * 1.2);
    background: var(--_fill-1);
    font-size: var(--_fs-s);
    min-block-size: calc(var(--_ctl) + 8px);
  }
  .locked .i {
    color: var(--_ink-2);
  }
  .locked p {
    flex: 1;
    min-inline-size: 0;
  }
  .locked span {
    display: block;
    color: var(--_ink-2);
  }
  .locked.ice {
    background: light-dark(oklch(0.962 0.014 230), oklch(0.275 0.025 235));
  }
  .locked.ice .i {
    color: light-dark(oklch(0.45 0.09 240), oklch(0.84 0.07 225));
  }
  .locked.bad {
    background: var(--_danger-soft);
  }
  .locked.bad .i {
    color: var(--_danger-ink);
  }
  @container chat (inline-size < 420px) {
    .cmp {
      padding-inline: calc(var(--_u) * 2);
      padding-block-end: max(calc(var(--_u) * 2), env(safe-area-inset-bottom));
    }
  }
  @media (pointer: coarse) {
    .tx {
      font-size: max(16px, var(--_fs));
    }
    .x::after {
      content: '';
      position: absolute;
      inset: -10px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .snd:active {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .box,
    .locked,
    .th,
    .snd {
      border: 1px solid ButtonBorder;
    }
    .box:focus-within {
      outline: 2px solid Highlight;
    }
    .snd:not([aria-disabled='true']) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .th.bad {
      border-style: dashed;
    }
    .x {
      forced-color-adjust: none;
    }
  }
`;
