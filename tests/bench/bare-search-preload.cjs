// The bridge of bare-search.cjs.
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('bare', { count: (typed) => ipcRenderer.invoke('count', typed) });
