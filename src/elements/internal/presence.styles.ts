import { css } from 'lit';

/** Presence by shape first, colour second: `<i class="pres" data-p="online|away|busy|call|offline">`, with an `<i>` inside for `call`. */
export const presenceStyles = css`
  .pres {
    position: relative;
    flex: none;
    display: inline-block;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: currentColor;
    --_positive: var(--earshot-positive, oklch(0.56 0.125 155));
    --_warning: var(--earshot-warning, oklch(0.74 0.14 72));
    --_danger: var(--earshot-danger, oklch(0.56 0.185 27));
  }
  .pres[data-p='online'] {
    color: light-dark(oklch(from var(--_positive) 0.6 c h), oklch(from var(--_positive) 0.74 c h));
  }
  .pres[data-p='away'] {
    color: light-dark(oklch(from var(--_warning) 0.66 c h), oklch(from var(--_warning) 0.8 c h));
    background: none;
  }
  .pres[data-p='away']::before {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 50%;
    background: currentColor;
    mask: radial-gradient(circle at 18% 22%, #0000 46%, #000 48%);
  }
  .pres[data-p='busy'] {
    color: light-dark(oklch(from var(--_danger) 0.57 c h), oklch(from var(--_danger) 0.68 c h));
  }
  .pres[data-p='busy']::before {
    content: '';
    position: absolute;
    inset-block: calc(50% - 1px);
    inset-inline: 22%;
    background: #fff;
    border-radius: 1px;
  }
  .pres[data-p='offline'] {
    color: var(--_ink-3);
    background: none;
    box-shadow: inset 0 0 0 2px currentColor;
  }
  .pres[data-p='call'] {
    display: inline-flex;
    align-items: center;
    justify-content: space-between;
    color: var(--_accent-ink);
    background: none;
    border-radius: 0;
  }
  .pres[data-p='call']::before,
  .pres[data-p='call']::after,
  .pres[data-p='call'] > i {
    content: '';
    inline-size: 24%;
    block-size: 55%;
    border-radius: 2px;
    background: currentColor;
  }
  .pres[data-p='call'] > i {
    block-size: 100%;
  }
  @media (forced-colors: active) {
    .pres {
      color: CanvasText !important;
      forced-color-adjust: none;
    }
    .pres[data-p='busy']::before {
      background: Canvas;
    }
  }
`;
