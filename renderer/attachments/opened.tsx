// What can be open over the window for an attachment: the picture large, its editor, the choice of a window.
import { lazy } from 'react';
import { unreachable } from '../../contract/constants.ts';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { useLocale } from '../ui/instant.tsx';
import { LargePicture } from '../ui/large-picture.tsx';
import { pictureAddress } from '../ui/picture-address.ts';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';
import { pictureName } from './picture-name.ts';
import type { Attaching } from './use-attachments.ts';

// read when they are first asked for: the hidden form stays small
const MarkupEditor = lazy(async () => ({
  default: (await import('../markup/markup-editor.tsx')).MarkupEditor,
}));
const WindowChooser = lazy(async () => ({ default: (await import('./window-chooser.tsx')).WindowChooser }));

export type Open =
  | { kind: 'nothing' }
  | { kind: 'large'; id: string }
  | { kind: 'editor'; id: string; tool: 'arrow' | 'redact' }
  | { kind: 'windows' };

interface OpenedProps {
  open: Open;
  pictures: readonly DraftAttachment[];
  attaching: Attaching;
  onClose: () => void;
}

/** What is open for a picture closes when the picture goes. */
export function Opened({ open, pictures, attaching, onClose }: OpenedProps) {
  const { t } = useTexts();
  const locale = useLocale();
  switch (open.kind) {
    case 'nothing':
      return null;
    case 'windows': {
      const choose = (windowId: string) => {
        onClose();
        void attaching.capture({ kind: 'window', windowId });
      };
      return <WindowChooser onChoose={choose} onClose={onClose} />;
    }
    case 'editor': {
      const { id, tool } = open;
      if (!pictures.some((picture) => picture.id === id)) return null;
      const replace = (png: Uint8Array<ArrayBuffer>) => attaching.replace(id, png);
      return <MarkupEditor pictureId={id} tool={tool} onDone={replace} onClose={onClose} />;
    }
    case 'large': {
      const index = pictures.findIndex(({ id }) => id === open.id);
      const picture = pictures[index];
      if (picture === undefined) return null;
      const name = pictureName(t('picture.screenshot'), index);
      const { width, height, size } = picture;
      const figures = { width: width ?? 0, height: height ?? 0, size: fileSize(size ?? 0, locale) };
      return (
        <LargePicture
          address={pictureAddress(picture.id)}
          name={name}
          note={t('picture.facts', figures)}
          onClose={onClose}
        />
      );
    }
    default:
      return unreachable(open);
  }
}
