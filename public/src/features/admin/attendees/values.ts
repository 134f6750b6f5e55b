import type { AttendeeFields } from '../../../api/admin/attendees';
import type { Attendee } from '../../../api/admin/types';

/** A person as their form has them: no nulls, only empty fields. */
export interface PersonValues {
  first_name: string;
  last_name: string;
  email: string;
  title: string;
  company: string;
  groups: string[];
}

export const NOBODY: PersonValues = { first_name: '', last_name: '', email: '', title: '', company: '', groups: [] };

export const valuesOf = (who: Attendee): PersonValues => ({
  first_name: who.first_name,
  last_name: who.last_name,
  email: who.email,
  title: who.title ?? '',
  company: who.company ?? '',
  groups: [...who.groups].sort(),
});

export const bodyOf = (values: PersonValues): AttendeeFields => ({
  first_name: values.first_name.trim(),
  last_name: values.last_name.trim(),
  email: values.email.trim(),
  title: values.title.trim() || null,
  company: values.company.trim() || null,
  groups: [...values.groups].sort(),
});

/** What is wrong with a field before it is sent. The server looks closer. */
export const personTroubles = ({ first_name, email }: PersonValues) => ({
  first_name: first_name.trim() ? null : ('required' as const),
  email: !email.trim() ? ('required' as const) : /^\S+@\S+$/.test(email.trim()) ? null : ('email' as const),
});
