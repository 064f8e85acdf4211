export { Negotiator, type NegotiatorEvents, type NegotiatorParts } from './negotiator.ts';
export { SignalChannel, type SignalChannelParts } from './signal-channel.ts';
