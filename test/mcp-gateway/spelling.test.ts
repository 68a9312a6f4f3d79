import { toCamel, toSnake } from '../../src/mcp-gateway/spelling.ts';

test("parameters are spelt as the tools spell them, those in objects too; what is undefined isn't sent, and lists stay as they are", () => {
  expect(toSnake({ lppGrade: 4, patientContext: { patientId: 'PAT-001', bed_no: 4 }, unit: undefined, idempotency_key: 'k', codes: [{ aB: 1 }], none: null }))
    .toEqual({ lpp_grade: 4, patient_context: { patient_id: 'PAT-001', bed_no: 4 }, idempotency_key: 'k', codes: [{ aB: 1 }], none: null });
  expect(toCamel('anonymize_patient_data')).toBe('anonymizePatientData');
});
