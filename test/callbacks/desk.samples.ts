import { deskPage } from '../../server/callbacks/desk.view.ts';
import { deskReader, picturedDesk } from './desk-sample.ts';

const reader = deskReader();

export const samples: Record<string, object | object[]> = {
  'callbacks/desk': [deskPage(picturedDesk(reader), reader)],
  'callbacks/desk-preview': deskPage(picturedDesk(reader), reader),
};
