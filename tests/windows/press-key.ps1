# Simulates key presses with SendInput: press-key.ps1 ctrl+F12
param([Parameter(Mandatory)][string]$Keys)
$ErrorActionPreference = 'Stop'

Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;

public static class Keyboard {
  const uint INPUT_KEYBOARD = 1, KEYEVENTF_KEYUP = 2;

  [StructLayout(LayoutKind.Sequential)]
  struct KeyInput { public ushort Key; public ushort Scan; public uint Flags; public uint Time; public IntPtr Extra; }

  // The union in INPUT has the size of its mouse part, which is 8 bytes larger than a key.
  [StructLayout(LayoutKind.Sequential)]
  struct Input { public uint Type; public KeyInput Key; public ulong Padding; }

  [DllImport("user32.dll", SetLastError = true)]
  static extern uint SendInput(uint count, Input[] inputs, int size);

  public static void Send(ushort key, bool isUp) {
    var input = new Input { Type = INPUT_KEYBOARD, Key = new KeyInput { Key = key, Flags = isUp ? KEYEVENTF_KEYUP : 0 } };
    if (SendInput(1, new[] { input }, Marshal.SizeOf(typeof(Input))) != 1)
      throw new System.ComponentModel.Win32Exception(Marshal.GetLastWin32Error());
  }
}
'@

$codes = foreach ($name in $Keys.Split('+')) {
  switch -Regex ($name) {
    '^ctrl$' { 0x11 }
    '^shift$' { 0x10 }
    '^alt$' { 0x12 }
    '^F(\d+)$' { 0x6F + [int]$Matches[1] }
    default { throw "unknown key $name" }
  }
}
foreach ($code in $codes) { [Keyboard]::Send($code, $false) }
[array]::Reverse($codes)
foreach ($code in $codes) { [Keyboard]::Send($code, $true) }
