/** The people, places and talk of the demo: a pottery workshop and its friends. */
export interface Person {
  user_id: string;
  name: string;
}

/** What was said, by whom, when: days before today, and the time of that day. */
export interface Line {
  by: string;
  day: number;
  at: string;
  text: string;
  /** A picture instead; the text is its file name. */
  picture?: 'shelf' | 'kiln' | 'glaze';
}

export interface Place {
  channel_id: string;
  name: string;
  /** The first one founds it. */
  members: string[];
  lines: Line[];
}

export const PEOPLE: readonly Person[] = [
  { user_id: 'alice', name: 'Alice' },
  { user_id: 'bob', name: 'Bob' },
  { user_id: 'carol', name: 'Carol' },
  { user_id: 'maya', name: 'Maya Okafor' },
  { user_id: 'jonas', name: 'Jonas Weber' },
  { user_id: 'amira', name: 'Amira Haddad' },
  { user_id: 'leo', name: 'Leo Tanaka' },
  { user_id: 'tomas', name: 'Tomás Rivera' },
];

const line = (by: string, day: number, at: string, text: string): Line => ({ by, day, at, text });
const picture = (by: string, day: number, at: string, name: NonNullable<Line['picture']>, text: string): Line => ({
  by,
  day,
  at,
  text,
  picture: name,
});

export const PLACES: readonly Place[] = [
  {
    channel_id: 'lobby',
    name: 'Lobby',
    members: ['alice', 'bob', 'carol', 'maya', 'leo'],
    lines: [
      line('alice', 4, '09:02', 'Morning all. The kettle is on.'),
      line('bob', 4, '09:05', 'Is the back door still sticking? I have two crates to bring in.'),
      line('carol', 4, '09:06', 'It is. Push at the top corner, then the handle.'),
      line('bob', 4, '09:14', 'That worked. Thank you.'),
      line('maya', 4, '13:40', 'The evening class has two places left, if anyone asks at the counter.'),
      line('alice', 4, '13:41', 'Will say so. Tuesday at six?'),
      line('maya', 4, '13:43', 'Six, yes. Aprons are here, just bring a towel.'),
      line('leo', 3, '10:20', 'Kiln two came down to 80 degrees. You can unload after lunch.'),
      line('carol', 3, '12:58', 'Unloading now.'),
      picture('carol', 3, '13:31', 'shelf', 'shelf-after-kiln-two.png'),
      line('carol', 3, '13:31', 'Only one crack in the whole batch.'),
      line('alice', 3, '13:35', 'Oh, these came out well. The green one in the corner!'),
      line('bob', 3, '13:36', 'Can that one not go to the shop? I would like it for my sister.'),
      line('carol', 3, '13:39', 'I put your name under it.'),
      line('maya', 2, '09:48', 'The photographer comes on Thursday at eleven. Nothing wet on the front table then.'),
      line('bob', 2, '10:02', 'I will clear it on Wednesday evening.'),
      line('alice', 2, '16:10', 'Parcel for Leo at the desk. It is heavy.'),
      line('leo', 2, '16:22', 'The new shelves! I will fetch them with the trolley.'),
      line('carol', 1, '08:55', 'Bob, can we talk about the market stall today? Call me when you are in.'),
      line('bob', 1, '09:10', 'In ten minutes, from the quiet room.'),
      line('alice', 1, '09:30', 'The van is booked for Friday, by the way: 7:30 at the gate.'),
      line('carol', 1, '17:05', 'Stall is settled. We take the long table and the lamp from the hall.'),
      line('bob', 1, '17:06', 'And the thermos. Last year we froze.'),
    ],
  },
  {
    channel_id: 'workshop_orders',
    name: 'Workshop orders',
    members: ['maya', 'alice', 'bob', 'carol', 'jonas', 'amira', 'leo'],
    lines: [
      line('amira', 3, '10:40', 'Harbour Café would like 48 bowls and 24 vases. They open on the 14th.'),
      line('jonas', 3, '10:52', 'How many of the bowls in the first batch? I have to book the van.'),
      line('maya', 3, '11:05', 'All bowls first, vases a week later. Is petrol blue fine with them?'),
      picture('leo', 3, '11:20', 'glaze', 'glaze-tests.png'),
      line('leo', 3, '11:21', 'Second from the left on top is closest to what they sent.'),
      line('amira', 2, '09:15', 'They took that one. Thank you, Leo.'),
      line('alice', 2, '14:30', 'Quote is sent: 1,260 with delivery.'),
      line('amira', 1, '10:41', 'Signed and back already. @Jonas can you check the shelf space?'),
      line('jonas', 1, '10:44', '48 bowls, 24 vases. All glazed by Thursday.'),
    ],
  },
  {
    channel_id: 'front_desk',
    name: 'Front desk',
    members: ['tomas', 'alice', 'carol', 'maya'],
    lines: [
      line('tomas', 2, '11:02', 'A lady asks whether we mend porcelain. I said no, was that right?'),
      line('maya', 2, '11:20', 'Right. Send her to the man in Mill Lane, he does.'),
      line('tomas', 1, '09:57', 'You can sort the gift cards whenever you have a minute, they are in the blue box.'),
      line('carol', 1, '10:05', 'Doing it after the eleven o’clock group.'),
    ],
  },
  {
    channel_id: 'announcements',
    name: 'Announcements',
    members: ['maya', 'alice', 'bob', 'carol', 'jonas', 'amira', 'leo', 'tomas'],
    lines: [
      line('maya', 4, '08:30', 'Summer opening hours start on Monday: nine to seven, Saturdays until four.'),
      line('maya', 2, '08:30', 'We close on Friday at two for the market. Keys stay with Alice.'),
    ],
  },
  {
    channel_id: 'glaze_lab',
    name: 'Glaze lab',
    members: ['leo', 'bob', 'alice', 'carol'],
    lines: [
      line('leo', 3, '18:12', 'Last night’s firing. Two hours at the top, then down on its own.'),
      picture('leo', 3, '18:12', 'kiln', 'kiln-two-night.png'),
      line('bob', 3, '18:30', 'Slower than the last one. Was the damper shut?'),
      line('leo', 3, '18:33', 'Half. I want to see whether the matt white likes it.'),
      line('alice', 2, '09:20', 'It does! No pinholes at all.'),
    ],
  },
];
