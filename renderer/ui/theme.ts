// The look of the windows: Fluent's light and dark themes in the system's own font.
import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';

const fontFamilyBase = '"Segoe UI Variable Text", "Segoe UI", system-ui, sans-serif';

export const lightTheme: Theme = { ...webLightTheme, fontFamilyBase };
export const darkTheme: Theme = { ...webDarkTheme, fontFamilyBase };
