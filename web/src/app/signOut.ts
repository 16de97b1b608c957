import { http } from '@/lib/http';
import { complain } from '@/ui/toast';
import { client } from './client';

/** Ends the session and forgets everything that this page holds about the person. */
export async function signOut() {
  try {
    await http.post('/auth/logout');
    client.clear();
    // A full load: nothing of the last person stays in memory.
    window.location.assign('/sign-in');
  } catch (error) {
    complain(error);
  }
}
