import { define } from '../internal/define.ts';
import { MediaPreview } from './media-preview.ts';

define('media-preview', MediaPreview);
