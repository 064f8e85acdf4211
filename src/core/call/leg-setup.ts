import { asEarshotError, EarshotError, isEarshotError, type Result } from '../protocol/index.ts';
import type { AnswerOptions, MakeOptions } from './api.ts';
import type { Leg, LegDeps } from './leg.ts';

/** Calls: opens microphone and camera, and sends the invite with an offer. What goes wrong ends the call, or rejects. */
export async function place(leg: Leg, deps: LegDeps, options: MakeOptions): Promise<void> {
  const { call, media } = leg;
  const { connection } = deps.parts;
  if (!deps.media.engine.supported) throw new EarshotError('media:unsupported', `call ${call.peer.user_id}`);
  const kinds = media.kinds(options);
  void media.unlock(); // a gesture brought us here, most likely
  const promising = media.promising(options);
  const opening = leg.open(options);
  opening.catch((error: unknown) => call.fail(asEarshotError(error, 'media:failed', 'open the microphone')));
  await leg.limit(options);
  if (call.ended) return;
  const ready = leg.ready?.take(kinds);
  const negotiator = leg.connectPeer(ready?.peer);
  media.announce(negotiator.peer, kinds);
  const drafting = async () => (leg.shaper?.later ? undefined : ((await ready?.offer) ?? (await negotiator.draftOffer())));
  // with the permission given, the invite and the microphone take their time together; without, a refusal must not ring
  const [offer] = (await Promise.race([Promise.all([drafting(), promising.then(async (sure) => sure || opening.catch(() => {}))]), leg.gone])) ?? [];
  if (call.ended) return;
  call.invited = true;
  const description = offer && { type: 'offer' as const, sdp: offer.sdp as string };
  if (description) leg.channel.carried({ description });
  const { displayName: display_name, parameters } = options;
  const asked = { ...(description && { description }), ...(display_name && { display_name }), ...(parameters && { parameters: [...parameters] }) };
  const params = { call_id: call.id, to: call.peer.user_id, media: kinds, ...asked };
  const reply = await connection.request('call.invite', params, { retry: true });
  const row = reply.call;
  if (row.call_id !== call.id) {
    const keeper = call.ended ? undefined : await leg.keeper();
    if (call.ended) await connection.request('call.end', { call_id: row.call_id });
    else await keeper?.join(reply);
    return;
  }
  if (call.ended) return;
  leg.granted(reply.leg);
  leg.channel.open(reply.leg.generation, description ? 1 : 0);
  void (offer ? negotiator.commitOffer(offer, reply.leg.ice_servers) : negotiator.start(reply.leg.ice_servers));
  leg.tellFlags();
  call.move('placed');
  deps.host.apply(row);
}

/** Answers a call that rings: resolves when it is ours and microphone and camera are open. */
export async function answer(leg: Leg, deps: LegDeps, options: AnswerOptions): Promise<void> {
  const { call, media } = leg;
  const operation = 'answer the call';
  if (!deps.media.engine.supported) throw new EarshotError('media:unsupported', operation, undefined, { callId: call.id });
  const over = () => new EarshotError('call:ended', operation, undefined, { callId: call.id });
  void media.unlock();
  await leg.limit(options);
  const { negotiator } = leg;
  if (!negotiator) throw over();
  // the offer is right behind the row, or in the answer to our ringing: whoever answers at once still takes it along
  const drafted = leg.offered.then(() => negotiator.draftAnswer(() => media.wire(negotiator.peer)));
  const promising = media.promising(options);
  const opening = leg.open(options);
  let refused = false;
  let told = false;
  opening.catch((error: unknown) => {
    refused = true;
    if (told) call.fail(asEarshotError(error, 'media:failed', 'open the microphone'));
  });
  // as of an invite: with the permission given, the microphone opens meanwhile; without, a refusal leaves the call ringing
  const [drawn] = (await Promise.race([Promise.all([drafted, promising.then(async (sure) => sure || opening)]), leg.gone])) ?? [];
  if (refused) await opening;
  if (call.ended) throw over();
  told = true;
  const draft = leg.shaper?.later ? undefined : drawn;
  const description = draft && { type: 'answer' as const, sdp: draft.sdp as string };
  const params = { call_id: call.id, ...(description && { description }) };
  // gathers while the server decides who was first; what is found is kept until it was us (P-15)
  const { gatherBy } = leg;
  const ahead = description && gatherBy;
  if (ahead) {
    leg.channel.carried({ description });
    void negotiator.commitAnswer(draft, gatherBy);
  }
  call.invited = true;
  let reply: Result<'call.answer'>;
  try {
    reply = await deps.parts.connection.request('call.answer', params, { retry: true });
  } catch (error) {
    if (isEarshotError(error, 'call:taken')) call.finish('answered_elsewhere');
    throw asEarshotError(error, 'call:media-failed', operation);
  }
  if (refused) await opening;
  if (call.ended) throw over();
  if (description && !ahead) leg.channel.carried({ description });
  leg.granted(reply.leg);
  media.wire(leg.negotiator!.peer); // an offer that came since the draft has lines that nothing was put on
  leg.channel.open(reply.leg.generation, description ? 1 : 0);
  for (const signal of reply.signals) leg.channel.receive(signal);
  void leg.negotiator?.commitAnswer(draft, reply.leg.ice_servers); // another one, if the caller's page was reloaded meanwhile
  leg.tellFlags();
  deps.host.apply(reply.call);
  await opening;
}
