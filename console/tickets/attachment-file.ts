// The file of an attachment: its address, and whether it is a picture.
import type { DeskAttachment } from '../../contract/console.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import { pathOf } from '../../contract/operation.ts';

/** Whether the server sends the file inline; it sends any other as a download. */
export const isShowable = ({ mediaType }: DeskAttachment): boolean => PICTURE_MEDIA_TYPES.has(mediaType);

export const fileAddress = ({ id }: DeskAttachment): string =>
  pathOf(CONSOLE_API.readAttachment, { params: { id } });
