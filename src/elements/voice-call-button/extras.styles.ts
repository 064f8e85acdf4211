import { css } from 'lit';

/** What opens beneath the capsule. */
export const extrasStyles = [
  css`
    .extra {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--_u) * 1.5);
      inline-size: min(100%, 320px);
      max-block-size: 60vh;
      margin-block-start: calc(var(--_u) * 2);
      margin-inline-start: auto;
      padding: calc(var(--_u) * 2);
      overflow: auto;
      overscroll-behavior: contain;
      border-radius: var(--_r-l);
      background: var(--_raised);
      color: var(--_text);
      box-shadow:
        var(--_e2),
        0 0 0 1px var(--_hair);
      animation: extra var(--_fast) var(--_out);
    }
    @keyframes extra {
      from {
        translate: 0 -4px;
      }
    }
    .pop.dock {
      display: flex;
      flex-direction: column-reverse;
    }
    .dock > .extra {
      margin-block: 0 calc(var(--_u) * 2);
    }
    .tones {
      display: block;
      min-block-size: 36px;
      line-height: 36px;
      font-size: calc(var(--_fs) * 1.42);
      font-weight: 500;
      text-align: center;
      overflow: hidden;
      white-space: nowrap;
      /* the latest tone stays in sight */
      direction: rtl;
      unicode-bidi: plaintext;
    }
    .keys {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      gap: calc(var(--_u) * 1.5);
    }
    .key {
      display: grid;
      justify-items: center;
      align-content: center;
      gap: 3px;
      block-size: calc(54px * var(--_d));
      min-block-size: 44px;
      border-radius: var(--_r-m);
      background: var(--_fill-1);
      line-height: 1;
      text-align: center;
    }
    .key:hover {
      background: var(--_fill-2);
    }
    .key:active {
      background: var(--_fill-3);
    }
    .key b {
      font-size: 21px;
      font-weight: 500;
    }
    .key small {
      min-block-size: 9px;
      font-size: 9.5px;
      font-weight: 600;
      letter-spacing: 0.13em;
      color: var(--_ink-2);
    }
    .menu {
      gap: 0;
      font-size: var(--_fs-s);
    }
    .mgs + .mgs {
      margin-block-start: calc(var(--_u) * 1.5);
      padding-block-start: calc(var(--_u) * 0.5);
      border-block-start: 1px solid var(--_hair);
    }
    .test {
      margin-block-start: calc(var(--_u) * 3);
    }
    .test::before {
      content: '';
      position: absolute;
      inset-inline: 0;
      inset-block-start: calc(var(--_u) * -1.5);
      border-block-start: 1px solid var(--_hair);
    }
    .test > .ck {
      color: var(--_ink-2);
    }
    /* the level of the microphone in use */
    .meter {
      --v: 0;
      position: relative;
      flex: none;
      inline-size: 48px;
      block-size: 6px;
      margin-inline-start: auto;
      border-radius: 2px;
      overflow: hidden;
      background: repeating-linear-gradient(90deg, var(--_fill-2) 0 4px, #0000 4px 6px);
    }
    .meter::before {
      content: '';
      position: absolute;
      inset-block: 0;
      inset-inline-start: 0;
      inline-size: round(down, 100% * var(--v), 6px);
      background: repeating-linear-gradient(90deg, var(--_positive-ink) 0 4px, #0000 4px 6px);
    }
    .meter:dir(rtl),
    .meter:dir(rtl)::before {
      background-position: 100% 0;
    }
    .mg {
      padding-block: calc(var(--_u) * 2) calc(var(--_u));
      padding-inline: calc(var(--_u) * 2.5);
      color: var(--_ink-2);
      font-size: var(--_fs-xs);
      font-weight: 600;
    }
    .mi {
      position: relative;
      display: flex;
      align-items: center;
      gap: calc(var(--_u) * 2.5);
      inline-size: 100%;
      min-block-size: var(--_ctl);
      padding-inline: calc(var(--_u) * 2.5);
      border-radius: var(--_r-m);
    }
    .mi:is(:hover, :focus-visible) {
      background: var(--_fill-1);
    }
    .mi:focus-visible {
      outline-offset: -2px;
    }
    .mi[aria-checked='true'] {
      font-weight: 600;
    }
    .ck {
      flex: none;
      inline-size: 18px;
      color: var(--_accent-ink);
    }
    .ck .i {
      inline-size: 18px;
      block-size: 18px;
    }
    .why {
      font-size: var(--_fs-s);
      color: var(--_ink-2);
    }
    .why b {
      color: var(--_danger-ink);
    }
    @media (forced-colors: active) {
      .extra,
      .key,
      .mi {
        border: 1px solid ButtonBorder;
      }
      .mi[aria-checked='true'] {
        border-color: Highlight;
      }
      .meter {
        forced-color-adjust: none;
        background: repeating-linear-gradient(90deg, GrayText 0 4px, Canvas 4px 6px);
      }
      .meter::before {
        background: repeating-linear-gradient(90deg, CanvasText 0 4px, Canvas 4px 6px);
      }
    }
  `,
];
