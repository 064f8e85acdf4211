import { css } from 'lit';
import { coreButtonStyles } from '../internal/core-button.styles.ts';
import { openCapsuleStyles } from '../internal/open-capsule.styles.ts';

const own = css`
  .item + .item {
    margin-block-start: calc(var(--_u) * 2);
  }
  .toast {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3.5);
    padding: calc(var(--_u) * 3.5);
    border-radius: calc(var(--_r) * 1.7);
    color: var(--_text);
    box-shadow:
      var(--_e3),
      inset 0 0 0 1px rgb(255 255 255 / 0.1);
    animation: in var(--_mid) var(--_out);
  }
  @keyframes in {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
  .toast-h {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3.5);
  }
  .toast-h .av {
    --s: 46px;
  }
  .toast-h .cap-t {
    flex: 1;
  }
  .toast-h [part='status'] {
    white-space: normal;
  }
  .toast-h .line {
    --lh: 20px;
    flex: 0 1 72px;
  }
  .toast-a {
    display: flex;
    gap: calc(var(--_u) * 2);
  }
  .toast .btn {
    flex: 1 1 0;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-block: 4px;
    white-space: normal;
    text-align: center;
    text-wrap: balance;
    line-height: 1.25;
  }
  .toast .btn .i {
    inline-size: 18px;
    block-size: 18px;
  }
  .ib {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    margin-inline-start: calc(var(--_u) * -2);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
  }
  .ib:is(:hover, [aria-expanded='true']) {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .fw {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  .fw input {
    flex: 1 1 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    border: 0;
    padding-block: 0;
    padding-inline: calc(var(--_u) * 3);
    border-radius: var(--_r-m);
    background: none;
    box-shadow: inset 0 0 0 1px var(--_edge);
    font-size: max(16px, var(--_fs));
  }
  .fw input::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  .bad {
    padding: calc(var(--_u) * 2) calc(var(--_u) * 3);
    border-radius: var(--_r-m);
    background: color-mix(in oklab, var(--_danger-ink) 17%, var(--_surface));
    font-size: var(--_fs-s);
    text-align: start;
  }
  .bad b {
    font-weight: 600;
  }
  .dlg {
    position: fixed;
    inset: 0;
    inline-size: min(360px, 100vw - 24px);
    max-block-size: calc(100dvh - 24px);
    margin: auto;
    border: 0;
    padding: calc(var(--_u) * 8) calc(var(--_u) * 6) calc(var(--_u) * 6);
    overflow: auto;
    border-radius: calc(var(--_r) * 1.9);
    color: var(--_text);
    font-size: var(--_fs);
    box-shadow:
      var(--_e3),
      inset 0 0 0 1px rgb(255 255 255 / 0.1);
    animation: in var(--_mid) var(--_out);
  }
  .dlg::backdrop {
    background: rgb(10 8 6 / 0.42);
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: var(--_u);
    text-align: center;
  }
  .card .av {
    --s: 104px;
  }
  .who {
    margin-block-start: calc(var(--_u) * 6);
    font-size: calc(var(--_fs) * 1.42);
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .who:focus-visible {
    outline: none; /* it only tells where one is */
  }
  .card > p {
    color: var(--_ink-2);
    font-size: var(--_fs-s);
  }
  .card .line {
    inline-size: 150px;
    flex: none;
    margin-block: calc(var(--_u) * 4);
    justify-content: center;
  }
  .rounds {
    display: flex;
    justify-content: center;
    gap: clamp(20px, 9vw, 44px);
    margin-block-start: calc(var(--_u) * 2);
  }
  .rounds > div {
    display: grid;
    justify-items: center;
    gap: 8px;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .rounds .cb,
  .rounds .cb.hang {
    inline-size: 60px;
    block-size: 60px;
  }
  .rounds .i {
    inline-size: 22px;
    block-size: 22px;
  }
  .quick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 6px;
    margin-block-start: calc(var(--_u) * 4);
  }
  .quick ::slotted(button) {
    min-block-size: 32px;
    border: 0;
    padding-inline: 12px;
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
    color: var(--_text);
    font: inherit;
    font-size: var(--_fs-xs);
    cursor: pointer;
  }
  .quick .ib {
    margin: 0;
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 2);
    inline-size: 100%;
  }
  .two:not(:empty) {
    margin-block-start: calc(var(--_u) * 2);
  }
  .two .btn {
    flex: 1 1 0;
    min-block-size: 44px;
    white-space: normal;
    text-align: center;
    text-wrap: balance;
    line-height: 1.25;
  }
  [aria-busy='true'] {
    opacity: 0.7;
  }
  @media (pointer: coarse) {
    .quick ::slotted(button) {
      min-block-size: 44px;
    }
    .ib {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @container vcb (inline-size < 340px) {
    .toast-h .line {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .toast,
    .dlg,
    .ib,
    .fw input {
      border: 1px solid ButtonBorder;
    }
  }
`;

export const liveStyles = [coreButtonStyles, ...openCapsuleStyles, own];
