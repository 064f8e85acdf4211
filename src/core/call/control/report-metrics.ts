import type { ReportEvent, ReportMetric } from './api.ts';
import type { MetricType, ReportEventType } from './report-names.ts';

/** What the timeline does not say by itself. */
export interface ReportFacts {
  /** Epoch ms. */
  mediaConnectedAt: number | undefined;
  endedAt: number | undefined;
  /** It was answered, and did not end because something failed. */
  completed: boolean;
}

/** From the start of an event to its end. */
const DURATIONS: Readonly<Partial<Record<ReportEventType, MetricType>>> = {
  MAKE: 'TIME_TO_MAKE',
  ANSWER: 'TIME_TO_ANSWER',
  IGNORE: 'TIME_TO_IGNORE',
  REJECT: 'TIME_TO_REJECT',
  FORWARD_CALL: 'TIME_TO_FORWARD',
  ADD_BASIC_MEDIA: 'TIME_TO_ADD_MEDIA',
  ADD_MEDIA_LOCAL: 'TIME_TO_ADD_MEDIA',
  ADD_MEDIA_REMOTE: 'TIME_TO_ADD_MEDIA_REMOTE',
  REMOVE_BASIC_MEDIA: 'TIME_TO_REMOVE_MEDIA',
  REMOVE_MEDIA: 'TIME_TO_REMOVE_MEDIA',
  REMOVE_MEDIA_REMOTE: 'TIME_TO_REMOVE_MEDIA_REMOTE',
  MEDIA_RESTART: 'TIME_TO_RESTART_MEDIA',
  HOLD_LOCAL: 'TIME_TO_HOLD_LOCAL',
  HOLD_REMOTE: 'TIME_TO_HOLD_REMOTE',
  UNHOLD_LOCAL: 'TIME_TO_UNHOLD_LOCAL',
  UNHOLD_REMOTE: 'TIME_TO_UNHOLD_REMOTE',
  SEND_CUSTOM_PARAMETERS: 'TIME_TO_SEND_CUSTOM_PARAMETERS',
  DIRECT_TRANSFER: 'TIME_TO_DIRECT_TRANSFER',
  CONSULTATIVE_TRANSFER: 'TIME_TO_CONSULTATIVE_TRANSFER',
  JOIN: 'TIME_TO_JOIN',
};

const succeeded = (event: ReportEvent | undefined): event is ReportEvent & { end: number } =>
  event !== undefined && event.end !== undefined && event.error === undefined;

/** The first of this type in the event, at whatever depth. */
const within = (event: ReportEvent, type: ReportEventType): ReportEvent | undefined => {
  for (const child of event.timeline) {
    const found = child.type === type ? child : within(child, type);
    if (found) return found;
  }
  return undefined;
};

/** Each only when its operation succeeded (RB-cs-32). Durations in ms. */
export function metricsOf(timeline: readonly ReportEvent[], facts: ReportFacts): ReportMetric[] {
  const metrics: ReportMetric[] = [];
  const add = (type: MetricType, data: unknown, ...events: readonly ReportEvent[]) =>
    metrics.push({ type, data, eventIds: events.map(({ id }) => id) });
  const first = (...types: ReportEventType[]) => timeline.find(({ type }) => (types as string[]).includes(type));

  const begin = first('MAKE', 'RECEIVE_CALL');
  const end = first('END_LOCAL', 'END_REMOTE', 'DIRECT_TRANSFER', 'CONSULTATIVE_TRANSFER', 'JOIN');
  if (begin && facts.completed && facts.endedAt !== undefined) add('CALL_DURATION', facts.endedAt - begin.start, begin, ...(end ? [end] : []));

  const make = first('MAKE');
  if (succeeded(make)) setup(make, 'MAKE_CALL_PRE_LOCAL_SETUP', 'MAKE_CALL_LOCAL_SETUP', 'MAKE_CALL_REMOTE_SETUP');
  const ringing = first('REMOTE_RINGING');
  if (make && ringing) add('TIME_TO_RINGING', ringing.start - make.start, make, ringing);

  const received = first('RECEIVE_CALL');
  const answer = timeline.find((event) => event.type === 'ANSWER' && succeeded(event));
  if (succeeded(answer)) setup(answer, 'ANSWER_CALL_PRE_LOCAL_SETUP', 'ANSWER_CALL_LOCAL_SETUP');
  if (received && succeeded(answer)) {
    add('TIME_FROM_RECEIVE_TO_ANSWER', answer.end - received.start, received, answer);
    if (facts.mediaConnectedAt !== undefined) add('TIME_TO_CALL_SETUP_DURATION', facts.mediaConnectedAt - received.start, received, answer);
  }

  for (const event of timeline) {
    const type = DURATIONS[event.type as ReportEventType];
    if (type && succeeded(event)) add(type, event.end - event.start, event);
  }
  for (const event of timeline) collections(event, event.type);
  return metrics;

  /** The steps of an operation that sets a call up. */
  function setup(event: ReportEvent, beforeLocal: MetricType, local: MetricType, remote?: MetricType): void {
    const media = within(event, 'PROCESS_MEDIA_LOCAL');
    if (media) add(beforeLocal, media.start - event.start, event, media);
    const request = within(event, 'REST_REQUEST');
    if (request) add(local, request.start - event.start, event, request);
    if (remote && succeeded(request)) add(remote, request.end - request.start, request);
  }

  function collections(event: ReportEvent, operation: string): void {
    if (event.type === 'ICE_COLLECTION' && succeeded(event)) {
      const relays = event.timeline.filter(({ type }) => type === 'RELAY_CANDIDATE_COLLECTED');
      add('TIME_TO_COLLECT_ICE_CANDIDATES', { operation, duration: event.end - event.start }, event);
      const candidates = relays.map(({ start, data }) => ({ duration: start - event.start, address: data['address'], port: data['port'] }));
      if (relays.length > 0) add('TIME_TO_RELAY_CANDIDATES', { operation, candidates }, event, ...relays);
    }
    for (const child of event.timeline) collections(child, operation);
  }
}
