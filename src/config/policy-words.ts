import type { Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** What can be wrong with a policy whose every field is right by itself. */
export interface PolicyWords {
  injuryRecordedOnly: Correction;
  confidenceIdle: Correction;
  lessSevere: (severity: string, atLeast: string, better: string) => Correction;
  pagesNobody: (severity: string) => Correction;
  promotesNowhere: (to: string) => Correction;
  personUnlisted: (id: string) => Correction;
  roleUnlisted: (role: string, known: readonly string[]) => Correction;
  remindsTooLate: Correction;
  needsTooMany: (needed: number, addressed: number) => Correction;
  needsUnaddressed: (role: string) => Correction;
  routeTwice: (route: string) => Correction;
  /** `bySms`: the platform is there, and its SMS number may be what is missing. */
  routeNotConfigured: (route: string, platform: string, bySms: boolean) => Correction;
  channelUnlisted: (purpose: string, known: readonly string[]) => Correction;
  slackNotConfigured: Correction;
  failSafeWithoutSms: Correction;
  failSafeSleeps: Correction;
  noHours: Correction;
  confirmedTooLong: Correction;
  lonePerson: Correction;
}

const es: PolicyWords = {
  injuryRecordedOnly: { problem: 'guarda una lesión sin avisar a nadie', hint: 'Solo la categoría 0, sin lesión, puede quedar solo registrada: quite `record`.' },
  confidenceIdle: { problem: 'no tiene efecto aquí', hint: 'Es para una categoría con `record: true`: quítelo, porque la confianza nunca baja una categoría.' },
  lessSevere: (severity, atLeast, better) => ({ problem: `es ${severity}, menos que ${atLeast}, la gravedad de ${better}`, hint: `Una categoría peor nunca es menos grave: escriba ${atLeast} o más.` }),
  pagesNobody: (severity) => ({ problem: `no llama a nadie con gravedad ${severity}`, hint: 'Las alertas altas y críticas tienen que llamar a alguien: escriba `mode: page` y sus pasos.' }),
  promotesNowhere: (to) => ({ problem: `sube a ${to}, que no llama a nadie o no es más grave`, hint: 'Nombre una gravedad mayor cuyo modo sea `page`.' }),
  personUnlisted: (id) => ({ problem: `nombra a ${id}, que no está en directory.yaml`, hint: 'Corrija el identificador, o agregue a la persona en directory.yaml.' }),
  roleUnlisted: (role, known) => ({ problem: `nombra el rol ${role}, que no está en directory.yaml`, hint: `Roles que hay: ${known.join(', ')}. Una sola persona se escribe { responder: ID }.` }),
  remindsTooLate: { problem: 'llega cuando el paso ya terminó', hint: 'Un recordatorio se cuenta desde el comienzo del paso: que sea menos que `window`.' },
  needsTooMany: (needed, addressed) => ({ problem: `pide que la tomen ${needed} en un paso dirigido a ${addressed}`, hint: 'Dirija el paso a más personas, o pida menos.' }),
  needsUnaddressed: (role) => ({ problem: `pide el rol ${role}, al que el paso no se dirige`, hint: 'Agregue el rol en `to`, o quítelo de aquí.' }),
  routeTwice: (route) => ({ problem: `nombra ${route} dos veces`, hint: 'Nombre cada vía una vez, la preferida primero.' }),
  routeNotConfigured: (route, platform, bySms) => ({ problem: `nombra ${route}, que no está configurada`, hint: `Defina las credenciales de ${platform}${bySms ? ' y su número de SMS' : ''}, o quite la vía.` }),
  channelUnlisted: (purpose, known) => ({ problem: `publica en ${purpose}, que no está en directory.yaml`, hint: `Los canales se nombran por su propósito: ${known.join(', ') || 'todavía no hay ninguno'}.` }),
  slackNotConfigured: { problem: 'publica en un canal de Slack, y Slack no está configurado', hint: 'Defina las credenciales de Slack, o quite el canal.' },
  failSafeWithoutSms: { problem: 'no nombra twilio-sms', hint: 'A la última persona se le debe poder llamar sin conexión de datos: agregue twilio-sms.' },
  failSafeSleeps: { problem: 'deja las alertas críticas sin última persona a otras horas', hint: 'Quite las horas: con gravedad crítica, a la última persona se le llama a cualquier hora.' },
  noHours: { problem: 'abre y cierra a la misma hora', hint: 'Escriba dos horas distintas, o quítelas si vale a cualquier hora.' },
  confirmedTooLong: { problem: 'deja una herida sin avisar por más de una semana', hint: 'Alguien tiene que volver a mirarla antes: escriba 7 d o menos.' },
  lonePerson: { problem: 'se dirige a una sola persona y solo por aplicaciones de datos, que callan todas si falla una conexión', hint: 'Con gravedad crítica, agregue twilio-sms a las vías de este paso, o dirija el paso a una segunda persona.' },
};

const en: PolicyWords = {
  injuryRecordedOnly: { problem: 'keeps an injury without telling anybody', hint: 'Only stage 0, no injury seen, may be recorded only: remove `record`.' },
  confidenceIdle: { problem: 'has no effect here', hint: 'It belongs to a stage with `record: true`: remove it, for confidence never lowers a stage.' },
  lessSevere: (severity, atLeast, better) => ({ problem: `is ${severity}, less than the ${atLeast} of ${better}`, hint: `A worse stage is never less severe: write ${atLeast} or more.` }),
  pagesNobody: (severity) => ({ problem: `pages nobody at ${severity} severity`, hint: 'High and critical alerts must page: write `mode: page` and its steps.' }),
  promotesNowhere: (to) => ({ problem: `promotes to ${to}, which does not page or is no higher`, hint: 'Name a higher severity whose mode is `page`.' }),
  personUnlisted: (id) => ({ problem: `names ${id}, whom directory.yaml does not list`, hint: 'Correct the id, or add the responder to directory.yaml.' }),
  roleUnlisted: (role, known) => ({ problem: `names the role ${role}, which directory.yaml does not list`, hint: `Roles: ${known.join(', ')}. One person is written { responder: ID }.` }),
  remindsTooLate: { problem: 'comes when the step is already over', hint: 'A reminder is counted from the start of the step: make it less than `window`.' },
  needsTooMany: (needed, addressed) => ({ problem: `asks for ${needed} acknowledgments of a step that addresses ${addressed}`, hint: 'Address more people, or need fewer.' }),
  needsUnaddressed: (role) => ({ problem: `needs the role ${role}, which the step does not address`, hint: 'Add the role to `to`, or remove it here.' }),
  routeTwice: (route) => ({ problem: `names ${route} twice`, hint: 'Name each route once, the preferred one first.' }),
  routeNotConfigured: (route, platform, bySms) => ({ problem: `names ${route}, which is not configured`, hint: `Set the credentials of ${platform}${bySms ? ' and its SMS number' : ''}, or take the route out.` }),
  channelUnlisted: (purpose, known) => ({ problem: `posts to ${purpose}, which directory.yaml does not list`, hint: `Channels are named by purpose: ${known.join(', ') || 'none is listed yet'}.` }),
  slackNotConfigured: { problem: 'posts to a Slack channel, and Slack is not configured', hint: "Set Slack's credentials, or take the channel out." },
  failSafeWithoutSms: { problem: 'do not name twilio-sms', hint: 'The fail-safe recipient must be reachable without a data connection: add twilio-sms.' },
  failSafeSleeps: { problem: 'leave critical alerts without a fail-safe recipient at other times', hint: 'Remove the hours: at critical severity the fail-safe recipient is called at any time.' },
  noHours: { problem: 'open and close at the same time', hint: 'Write two different hours, or remove them for any time.' },
  confirmedTooLong: { problem: 'leaves a wound untold for more than a week', hint: 'Somebody has to look again by then: write 7 d or less.' },
  lonePerson: { problem: 'addresses one person by data apps only, which one dead data connection silences', hint: 'At critical severity add twilio-sms to the routes of this step, or address a second person.' },
};

export const POLICY_WORDS: Readonly<Record<Language, PolicyWords>> = { es, en };
