export {
  type CallErrorCode,
  type CatalogueEntry,
  type ControlErrorCode,
  catalogueEntry,
  type EarshotErrorCode,
  extendCatalogue,
  type MediaErrorCode,
  type RareCallErrorCode,
  type ServerErrorCode,
} from './catalogue.ts';
export { CHAT_ERRORS } from './chat-errors.ts';
export { CLOSE, type CloseRule, closeRule } from './close-codes.ts';
export { CONTROL_ERRORS } from './control-errors.ts';
export { asEarshotError, EarshotError, type EarshotErrorOptions, isEarshotError, type WireError } from './errors.ts';
export { RARE_CALL_ERRORS } from './rare-call-errors.ts';
export { channelOf, channelStream, PROTOCOL_VERSION, RESUME_LIMIT, userStream } from './streams.ts';
export type * from './types.ts';
