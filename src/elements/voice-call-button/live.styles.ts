import { css } from 'lit';
import { openCapsuleStyles } from '../internal/open-capsule.styles.ts';

const own = css`
  :host(:state(open):not(:state(floating))) {
    display: block;
    inline-size: 100%;
    min-inline-size: min(280px, 100%);
  }
  .call.live {
    background: var(--_surface);
    color: var(--_text);
    padding-inline: calc(var(--_u) * 3.5) calc(var(--_u) * 4);
  }
  .call.live > .line {
    --lh: 18px;
    flex: none;
    inline-size: 42px;
  }
  button.cap {
    transition: scale var(--_fast) var(--_out);
  }
  button.cap:hover {
    background: color-mix(in oklab, var(--_text) 2.5%, var(--_surface));
  }
  button.cap:active {
    scale: 0.99;
  }
  button.cap .av {
    --s: 40px;
  }
  .disc {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--_cap);
    block-size: var(--_cap);
    margin-inline-start: auto;
    border-radius: var(--_r-pill);
    background: var(--_fill-accent);
    color: var(--_on-accent);
    box-shadow: inset 0 0 0 1px var(--_fill-edge);
    transition: scale var(--_mid) linear(0, 0.32 8%, 0.82 20%, 1.04 32%, 1.045 38%, 1.006 54%, 0.998 66%, 1);
  }
  button.cap:hover .disc {
    scale: 1.05;
  }
  button.cap[aria-disabled='true'] {
    cursor: not-allowed;
    scale: none;
    background: var(--_surface);
  }
  [aria-disabled='true'] > .disc {
    background: var(--_fill-1);
    color: var(--_ink-3);
    box-shadow: none;
    scale: none !important;
  }
  /* where the capsule opens */
  .pop {
    container: vcb / inline-size;
    inline-size: 100%;
  }
  .pop[popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    border: 0;
    padding: 0;
    overflow: visible;
    background: none;
    color: inherit;
    inline-size: min(320px, 100vw - 16px);
  }
  .pop.dock {
    inset-block-end: max(var(--earshot-inset, 20px), env(safe-area-inset-bottom));
    inset-inline: 0;
    margin-inline: auto;
    inline-size: min(600px, 100vw - 16px);
  }

  /* after the call */
  .count {
    position: absolute;
    inset: -3px;
    inline-size: 44px;
    block-size: 44px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-dasharray: 1;
    animation: count 6s linear forwards;
  }
  .count > rect {
    rx: min(19px, var(--_r-pill)); /* as round as the glyph inside it; starts at the top */
  }
  @keyframes count {
    to {
      stroke-dashoffset: 1;
    }
  }
  :host(:hover) .count,
  :host(:focus-visible) .count,
  .cap:has(:focus-visible) .count {
    animation-play-state: paused;
  }
  @container vcb (inline-size < 380px) {
    .cap.y {
      flex-wrap: wrap;
      gap: calc(var(--_u) * 2.5);
      padding: calc(var(--_u) * 2.5);
      border-radius: calc(var(--_r) * 1.6);
    }
    .y > .cap-t {
      flex: 1 1 140px;
    }
    .y .trunc {
      white-space: normal;
    }
    .y > .cap-c {
      inline-size: 100%;
    }
    .y > .cap-c > .btn {
      flex: 1;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    button.cap:active,
    button.cap:hover .disc {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .disc {
      border: 1px solid ButtonBorder;
    }
    [aria-disabled='true'] * {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;

export const liveStyles = [...openCapsuleStyles, own];
