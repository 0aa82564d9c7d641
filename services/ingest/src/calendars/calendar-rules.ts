import type { IngestSettings } from '../config.ts';
import type { CalendarRules } from '../steps/check-event.ts';

/** What the settings say of calendars, in the form in which events are checked. */
export function calendarRulesOf(settings: IngestSettings): CalendarRules {
  const ofTenant = new Map(settings.tenants.map((one) => [one.tenantId, one.calendarId]));
  const live = new Set(
    settings.calendars.filter(({ live }) => live).map(({ calendarId }) => calendarId),
  );
  return {
    ofTenant: (tenantId) => ofTenant.get(tenantId),
    isLive: (calendarId) => live.has(calendarId),
  };
}
