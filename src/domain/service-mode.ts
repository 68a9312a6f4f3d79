/** `sandbox`: every provider is simulated. `production`: none is. */
export type ServiceMode = 'sandbox' | 'production';
