// Whoever has a Google account in the stories.
export const alex = 'alex.rivera@gmail.com';
export const other = 'sam.okoro@gmail.com';

export const people = {
  users: [{ email: alex, name: 'Alex Rivera' }, { email: other, name: 'Sam Okoro' }],
  messages: [
    { id: 'msg_deals', user_email: alex, from: 'Corner Shop <deals@cornershop.example>', to: alex, subject: 'Weekend deals on kettles', body_text: 'Kettles, half price until Sunday.', label_ids: ['INBOX', 'UNREAD'], date: '2026-11-18T09:00:00Z' },
    { id: 'msg_boat', user_email: alex, from: 'Nadia Holt <nadia@boatclub.example>', to: alex, subject: 'Keys for the boathouse', body_text: 'The keys are with Ines. See you at the jetty.', label_ids: ['INBOX'], date: '2026-11-17T16:30:00Z' },
  ],
  calendars: [{ id: 'primary', user_email: alex, summary: alex, primary: true, time_zone: 'Europe/Berlin' }],
  calendar_events: [{ id: 'evt_row', user_email: alex, calendar_id: 'primary', summary: 'Rowing with Nadia', start_date_time: '2026-11-25T17:00:00+01:00', end_date_time: '2026-11-25T18:00:00+01:00' }],
};
