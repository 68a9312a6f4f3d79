import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { TOOLS } from '../../src/gateway/registry.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { gatewayOf, post, sandboxKeyOf } from './support/callers.ts';

interface Description {
  openapi: string;
  paths: Record<string, Record<string, { requestBody: { content: Content }; responses: Record<string, { content: Content }> }>>;
}

type Content = Record<'application/json', { schema: object }>;

describe('the description of REST at /openapi.json', () => {
  let ward: Ward;
  let api: Description;
  let ajv: InstanceType<typeof Ajv2020>;
  beforeAll(async () => {
    ward = await openWard({});
    api = (await (await fetch(`${gatewayOf(ward.service)}/openapi.json`)).json()) as Description;
    ajv = formats.default(new Ajv2020({ strict: false }));
    ajv.addSchema(api, 'api');
  });
  afterAll(() => ward.close());

  /** What is wrong with a value by one of the description's schemas; null when nothing is. */
  const misfit = (pointer: string, value: unknown): string | null => {
    const fits = ajv.compile({ $ref: `api#${pointer}` });
    return fits(value) ? null : ajv.errorsText(fits.errors);
  };
  const call = '/paths/~1tools~1call/post';
  const schema = (status: number): string => `${call}/responses/${status}/content/application~1json/schema`;
  const ask = async (body: unknown): ReturnType<typeof post> => post(gatewayOf(ward.service), body, { authorization: `Bearer ${sandboxKeyOf(ward.service)}` });

  test('needs no key, is OpenAPI 3.1, and has every tool', () => {
    expect(api.openapi).toMatch(/^3\.1\./);
    expect(TOOLS.filter(({ name }) => misfit(`/components/schemas/${name}_result`, undefined) === null)).toEqual([]);
  });

  test('takes the calls that the gateway takes, and none that it refuses', async () => {
    const request = `${call}/requestBody/content/application~1json/schema`;
    const calls = [
      [{ tool: 'notify_lpp_detection', parameters: { lpp_grade: 1, confidence: 0.9, patient_context: { patient_id: 'PAT-1' }, image_path: 'img/1.png' } }, 202],
      [{ tool: 'notify_lpp_detection', parameters: { lpp_grade: 1, confidence: 0.9, patient_context: { patient_id: 'PAT-1' }, image_path: 'img/1.png' } }, 200],
      [{ tool: 'send_medical_alert', parameters: { alert_type: 'lpp_review', patient_id: 'PAT-1', severity: 'low', dry_run: true } }, 200],
      [{ tool: 'slack_operation', parameters: { operation: 'send_message', channel: '#medical-team', text: 'Look', medical_context: { department: 'wound_care' } } }, 202],
      [{ tool: 'slack_operation', parameters: { operation: 'send_message', channel: '#medical-team', text: 'Look', message: 'Look' } }, 400], [{ tool: 'slack_operation' }, 400],
      [{ tool: 'whatsapp_operation', parameters: { operation: 'send_message', to: 'pedro' } }, 400], [{ tool: 'whatsapp_operation', parameters: { operation: 'send_fax', to: 'pedro', text: 'Look' } }, 400],
      [{ tool: 'list_alerts' }, 200], [{ tool: 'get_service_status', parameters: {} }, 200],
      [{ tool: 'notify_lpp_detection', parameters: { lpp_grade: 9, confidence: 0.9 } }, 400], [{ tool: 'notify_lpp_detection', parameters: { lpp_grade: 1, confidence: 0.9, room: '12' } }, 400],
      [{ tool: 'notify_lpp_detection' }, 400], [{ tool: 'send_fax', parameters: {} }, 404], [{ parameters: {} }, 400], ['no object', 400],
    ] as const;
    for (const [body, expected] of calls) {
      const { status, body: reply } = await ask(typeof body === 'string' ? JSON.stringify(body) : body);
      expect({ body, status, taken: misfit(request, body) === null }).toEqual({ body, status: expected, taken: expected < 400 });
      expect({ body, misfit: misfit(schema(status), reply) }).toEqual({ body, misfit: null });
      const { code, timeline } = (reply.data ?? {}) as { code?: string; timeline?: unknown };
      if (code !== undefined && timeline !== undefined) await ward.begun({ code });
    }
    await ward.messages();
  });

  test('has the list of what may be called, aliases too, and all that can be answered in its place', async () => {
    const list = '/paths/~1tools/get/responses';
    const tools = (await (await fetch(`${gatewayOf(ward.service)}/tools`, { headers: { authorization: `Bearer ${sandboxKeyOf(ward.service)}` } })).json()) as { aliases: unknown[] };
    expect(tools.aliases.length).toBeGreaterThan(0);
    expect(misfit(`${list}/200/content/application~1json/schema`, tools)).toBeNull();
    expect(misfit(`${list}/200/content/application~1json/schema`, { ...tools, aliases: undefined, other: [] })).not.toBeNull();
    expect(Object.keys(api.paths['/tools']?.['get']?.responses ?? {})).toEqual(['200', '401', '403', '429', '500', '503']);
  });

  test('has the reply to each refusal', async () => {
    expect(misfit(schema(404), (await ask({ tool: 'get_alert', parameters: { code: 'K7F2-Q9MD' } })).body)).toBeNull();
    expect(misfit(schema(401), (await post(gatewayOf(ward.service), { tool: 'list_alerts' }, {})).body)).toBeNull();
    expect(misfit(schema(403), (await ask({ tool: 'acknowledge_alert', parameters: { code: 'K7F2-Q9MD' } })).body)).toBeNull();
  });
});
