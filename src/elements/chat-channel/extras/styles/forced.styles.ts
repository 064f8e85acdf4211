import { css } from 'lit';

/** Forced colours. Fetched before the first paint where they are in force. */
export const forcedStyles = css`
  @media (forced-colors: active) {
    .ch,
    .bub,
    .ban,
    .tag,
    .tile,
    .jump,
    .day.stick {
      border: 1px solid ButtonBorder;
    }
    .own .bub {
      border: 2px solid Highlight;
    }
    .failed .bub {
      border: 2px dashed CanvasText;
    }
    .row .bub.big {
      border: 0;
    }
    .hd,
    .day::before,
    .day::after {
      border-block-end: 1px solid CanvasText;
    }
    .hd.lost::after,
    .hd.conn::after,
    .w,
    .new::after,
    .ov,
    .ph > .pz,
    .prog {
      forced-color-adjust: none;
    }
    .hd.lost::after {
      background: linear-gradient(90deg, CanvasText 38%, #0000 38% 62%, CanvasText 62%);
    }
    .hd.conn::after {
      background: linear-gradient(90deg, #0000, CanvasText, #0000) 50% / 40% 100% no-repeat;
    }
    .new::after {
      background: repeating-linear-gradient(90deg, CanvasText 0 2px, Canvas 2px 5px);
    }
    .w {
      color: CanvasText;
    }
    .sk {
      border: 1px solid GrayText;
    }
    .body a {
      color: LinkText;
    }
    .fi,
    .fi * {
      color: CanvasText;
    }
    .tile .prog {
      color: CanvasText;
    }
    .ib,
    .pz,
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
