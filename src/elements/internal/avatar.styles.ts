import { css } from 'lit';

/** People are circles, channels (`.sq`) rounded squares; the hue turns with `data-n`. Size: `--s`. */
export const avatarStyles = css`
  .av {
    --s: 36px;
    position: relative;
    flex: none;
    display: inline-block;
    inline-size: var(--s);
    block-size: var(--s);
  }
  [data-n='1'] {
    --_n: 1;
  }
  [data-n='2'] {
    --_n: 2;
  }
  [data-n='3'] {
    --_n: 3;
  }
  [data-n='4'] {
    --_n: 4;
  }
  [data-n='5'] {
    --_n: 5;
  }
  .face {
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    overflow: hidden;
    font-weight: 600;
    font-size: calc(var(--s) * 0.36);
    letter-spacing: 0.01em;
    --_h: calc(h + var(--_n, 0) * 57);
    background: light-dark(
      oklch(from var(--_accent) 0.895 clamp(0.035, c, 0.055) var(--_h)),
      oklch(from var(--_accent) 0.37 clamp(0.03, c, 0.055) var(--_h))
    );
    color: light-dark(
      oklch(from var(--_accent) 0.37 clamp(0.04, c, 0.085) var(--_h)),
      oklch(from var(--_accent) 0.9 clamp(0.03, c, 0.05) var(--_h))
    );
  }
  .sq > .face {
    border-radius: min(30%, var(--_r-m));
  }
  .face > img {
    grid-area: 1/1;
    inline-size: var(--s);
    block-size: var(--s);
    object-fit: cover;
  }
  @media (forced-colors: active) {
    .face {
      border: 1px solid CanvasText;
    }
  }
`;
