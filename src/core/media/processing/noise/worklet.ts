/** `rnnoise-worklet.js`: all that runs beside the sound, in one file. */
import './started-ports.ts';
import '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js';
