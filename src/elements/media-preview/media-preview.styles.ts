import { css } from 'lit';

/** The frame of `<media-preview>`, and what stands in it before it is turned on. */
export const styles = css`
  :host {
    container: mp / inline-size;
  }
  .mp {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    overflow: hidden;
    background: var(--_surface);
    border-radius: var(--_r-xl);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
  }
  .view {
    position: relative;
    display: grid;
    place-items: center;
    aspect-ratio: 16/10;
    overflow: hidden;
    margin: calc(var(--_u) * 2);
    border-radius: var(--_r-l);
    isolation: isolate;
    color: var(--_text);
  }
  .view.low {
    aspect-ratio: auto;
    min-block-size: 190px;
  }
  .msg {
    display: grid;
    justify-items: center;
    gap: calc(var(--_u) * 1.5);
    text-align: center;
    padding: calc(var(--_u) * 4);
    padding-block-end: 64px;
    text-wrap: balance;
  }
  .msg:only-child {
    padding-block-end: calc(var(--_u) * 4);
  }
  .msg b {
    font-weight: 600;
  }
  .msg p {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    max-inline-size: 34ch;
  }
  .msg .btn {
    margin-block-start: calc(var(--_u) * 1.5);
  }
  .mp-f {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 2) calc(var(--_u) * 4);
    padding-inline: calc(var(--_u) * 4);
  }
  .dev {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 1.25);
  }
  .lb {
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-2);
  }
  .sk {
    display: block;
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    background: var(--_fill-2);
    animation: breathe calc(1800 * var(--_t)) ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }

  @container mp (inline-size >= 620px) {
    .mp:not(.one) {
      grid-template-columns: minmax(0, 1.5fr) minmax(240px, 1fr);
    }
    .mp:not(.one) > .view {
      margin-inline-end: 0;
    }
    .one > .view {
      aspect-ratio: auto;
      min-block-size: 240px;
    }
    .mp-f {
      padding-block: calc(var(--_u) * 4);
      padding-inline: calc(var(--_u) * 5);
      align-content: center;
    }
  }
  @container mp (inline-size < 340px) {
    .view:not(.low) {
      aspect-ratio: 4/3.6;
    }
    .msg {
      padding: calc(var(--_u) * 2);
      padding-block-end: 60px;
    }
  }
  @media (forced-colors: active) {
    .mp,
    .view {
      border: 1px solid ButtonBorder;
    }
    .sk {
      border: 1px solid GrayText;
    }
  }
`;
