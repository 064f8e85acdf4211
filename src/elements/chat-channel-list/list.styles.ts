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
  .sr {
    padding-inline: calc(var(--_u) * 3);
    padding-block: 0 calc(var(--_u) * 2);
  }
  .field {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    color: var(--_ink-2);
    font-size: var(--_fs-s);
  }
  .field input {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    background: none;
    outline: 0;
    padding: 0;
    appearance: none;
    color: var(--_ink);
    text-overflow: ellipsis;
  }
  .field input::-webkit-search-cancel-button {
    display: none;
  }
  .field input::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  .field:focus-within {
    background: var(--_surface);
    outline: 2px solid var(--_focus);
  }
  .clear {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: var(--_r-s);
  }
  .clear::after {
    content: '';
    position: absolute;
    inset: -8px;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding-block: 2px calc(var(--_u) * 2);
  }
  .group {
    padding-block: calc(var(--_u) * 3) calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 4);
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-3);
  }
  .item {
    display: flex;
    align-items: center;
    margin-inline: calc(var(--_u) * 1.5);
  }
  .crow {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 1px calc(var(--_u) * 3);
    align-items: center;
    padding-block: calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    min-block-size: calc(60px * var(--_d));
    color: inherit;
    text-decoration: none;
  }
  .crow:hover {
    background: var(--_fill-1);
  }
  .crow[aria-current='true'] {
    background: var(--_soft);
  }
  .crow .av {
    --s: calc(42px * var(--_d));
    grid-row: span 2;
  }
  .crow b {
    font-weight: 500;
  }
  .crow.un b {
    font-weight: 600;
  }
  .nm {
    display: flex;
    align-items: center;
    gap: 5px;
    min-inline-size: 0;
    align-self: end;
  }
  .nm .i {
    inline-size: 14px;
    block-size: 14px;
    color: var(--_ink-3);
  }
  .crow time {
    align-self: end;
    font-size: var(--_fs-xs);
    color: var(--_ink-3);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .lm {
    align-self: start;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    min-block-size: 1.4em;
  }
  .un .lm {
    color: var(--_ink);
  }
  .lm em {
    font-style: normal;
    font-weight: 600;
    color: var(--_danger-ink);
  }
  .lm i {
    font-style: normal;
    color: var(--_accent-ink);
  }
  .lm mark {
    background: color-mix(in oklab, var(--_warning) 38%, transparent);
    color: var(--_ink);
    border-radius: 3px;
  }
  .bd {
    display: flex;
    gap: 4px;
    justify-self: end;
    align-self: start;
  }
  .badge {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 6px;
    border-radius: var(--_r-pill);
    background: var(--_fill-accent);
    color: var(--_on-accent);
    font-size: 11.5px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1;
  }
  .badge.mute {
    background: var(--_fill-2);
    color: var(--_ink-2);
  }
  .at {
    display: grid;
    place-items: center;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    background: var(--_fill-accent);
    color: var(--_on-accent);
  }
  .at .i {
    inline-size: 13px;
    block-size: 13px;
  }
  .hush,
  .notify {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: var(--_r-s);
    color: var(--_ink-3);
  }
  .notify.on {
    color: var(--_accent-ink);
  }
  .hush:hover,
  .notify:hover {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .hush .i {
    inline-size: 16px;
    block-size: 16px;
  }
  @media (hover: hover) {
    .item {
      position: relative;
    }
    .hush {
      position: absolute;
      inset-block-end: 6px;
      inset-inline-end: 6px;
      background: var(--_surface);
      opacity: 0;
    }
    .item:hover .hush,
    .hush:is(:focus-visible, [aria-expanded='true']) {
      opacity: 1;
    }
  }
  .note {
    padding-inline: calc(var(--_u) * 4);
    padding-block: calc(var(--_u) * 2);
    font-size: var(--_fs-s);
    color: var(--_ink-2);
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
    overflow-wrap: anywhere;
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
  .empty b {
    font-weight: 600;
  }
  .empty p {
    max-inline-size: 32ch;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .empty .btn {
    margin-block-start: calc(var(--_u) * 2.5);
  }
  .bones {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 4);
  }
  .bone {
    flex: 1;
    block-size: 14px;
    border-radius: var(--_r-s);
    background: var(--_fill-1);
  }
  .bone.sq {
    flex: none;
    inline-size: calc(42px * var(--_d));
    block-size: calc(42px * var(--_d));
    border-radius: min(30%, var(--_r-m));
  }
  @media (pointer: coarse) {
    .field input {
      font-size: max(16px, var(--_fs));
    }
  }
  @media (forced-colors: active) {
    .card,
    .field,
    .badge,
    .at {
      border: 1px solid ButtonBorder;
    }
    .crow[aria-current='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .badge:not(.mute) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .face {
      forced-color-adjust: none;
    }
  }
`;

export const listStyles = [richTokens, buttonStyles, avatarStyles, own].flat();
