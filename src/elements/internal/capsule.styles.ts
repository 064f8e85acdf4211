import { css } from 'lit';

/** The capsule: ink (`.live`) while the line is in use, light before and after. Its container is named `vcb`. */
export const capsuleStyles = css`
  .cap {
    position: relative;
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    inline-size: 100%;
    min-block-size: calc(60px * var(--_d));
    padding: calc(var(--_u) * 2);
    padding-inline-start: calc(var(--_u) * 2.5);
    border-radius: min(calc(var(--_r) * 2.15), var(--_r-pill));
    background: var(--_surface);
    color: var(--_text);
    text-align: start;
    box-shadow:
      var(--_e1),
      inset 0 0 0 1px var(--_hair);
  }
  .cap.live {
    box-shadow:
      var(--_e2),
      inset 0 0 0 1px rgb(255 255 255 / 0.09);
  }
  .cap-t {
    display: grid;
    min-inline-size: 0;
    flex: 0 1 auto;
    gap: 1px;
    line-height: 1.28;
  }
  .cap-t > b {
    font-weight: 600;
    font-size: var(--_fs);
  }
  .cap-t > span {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .cap-t .tnum {
    color: var(--_ink);
  }
  .cap-c {
    display: flex;
    align-items: center;
    flex: none;
    gap: calc(var(--_u) * 1.5);
    margin-inline-start: auto;
  }
  .cap-c .i {
    inline-size: 20px;
    block-size: 20px;
  }
  .cap-c .hang .i {
    inline-size: 22px;
    block-size: 22px;
  }
  .cap-c .btn .i {
    inline-size: 18px;
    block-size: 18px;
  }
  .hear {
    flex: none;
    margin-inline-start: auto;
  }
  .hear ~ .cap-c {
    margin-inline-start: 0;
  }
  .hear .i {
    inline-size: 18px;
    block-size: 18px;
  }
  .av {
    --s: 38px;
  }
  .lead {
    position: relative;
    display: inline-flex;
    flex: none;
    border-radius: 50%;
  }
  .lvl {
    box-shadow:
      0 0 0 2px var(--_surface),
      0 0 0 calc(2px + 2.5px * var(--_v, 0.25)) var(--_line-c);
  }
  .ringed::before,
  .ringed::after {
    content: '';
    position: absolute;
    inset: -1px;
    border-radius: 50%;
    border: 1.5px solid var(--_line-c);
    opacity: 0.55;
    animation: ring calc(1800 * var(--_t)) var(--_out) infinite;
  }
  .ringed::after {
    inset: -4px;
    opacity: 0.25;
    animation-delay: calc(450 * var(--_t));
  }
  @keyframes ring {
    from {
      scale: 0.98;
      opacity: 0.8;
    }
    to {
      scale: 1.34;
      opacity: 0;
    }
  }
  .glyph {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 38px;
    block-size: 38px;
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
    color: var(--_ink-2);
  }
  @media (forced-colors: active) {
    .glyph {
      border: 1px solid CanvasText;
    }
  }
  .glyph .i {
    inline-size: 20px;
    block-size: 20px;
  }
  .glyph.mic {
    background: var(--_fill-2);
    color: var(--_line-c);
    animation: breathe calc(800 * var(--_t)) ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  @container vcb (inline-size < 500px) {
    /* two actions want a row of their own */
    .y:has(.ghost) > .cap-t {
      flex: 1 1 140px;
    }
    .y:has(.ghost) > .cap-c {
      inline-size: 100%;
    }
    .y:has(.ghost) > .cap-c > .btn {
      flex: 1;
    }
    .cap:is(.x, .y:has(.ghost)) {
      flex-wrap: wrap;
      gap: calc(var(--_u) * 2) calc(var(--_u) * 2.5);
      padding: calc(var(--_u) * 2.5);
      border-radius: calc(var(--_r) * 1.6);
    }
    .x > .cap-t {
      flex: 1 1 90px;
    }
    .x > .wrap .trunc {
      white-space: normal;
    }
    .x > .q {
      order: 1;
    }
    .x > .line {
      --lh: 16px;
      order: 2;
      flex-basis: 100%;
    }
    .x > .hear {
      order: 2;
      flex-basis: 100%;
      min-block-size: 44px;
    }
    .x > .cap-c {
      order: 3;
      inline-size: 100%;
    }
    .x > .cap-c > .cb {
      flex: 1 1 0;
      min-inline-size: 0;
      inline-size: auto;
    }
    .x > .cap-c > .hang {
      flex-grow: 1.35;
    }
    .x > .cap-c > .btn {
      flex: 1 1 0;
      min-block-size: 44px;
    }
    .x > .cap-c.one {
      order: 1;
      inline-size: auto;
    }
    .x > .one > * {
      flex: none !important;
    }
    .x > .one > .hang {
      inline-size: calc(var(--_cap) * 1.3);
    }
  }
  @media (forced-colors: active) {
    .cap {
      border: 1px solid ButtonBorder;
    }
  }
`;
