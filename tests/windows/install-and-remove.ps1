# On Windows, as an administrator: installs the result of `npm run installer`, checks that it runs, upgrades it to the same
# version while it runs, and removes it with all data.
$ErrorActionPreference = 'Stop'
$program = "$env:ProgramFiles\Guichet\Guichet.exe"
$uninstaller = "$env:ProgramFiles\Guichet\Uninstall Guichet.exe"
$policy = 'HKLM:\Software\Policies\Guichet\Guichet'
$run = 'HKLM:\Software\Microsoft\Windows\CurrentVersion\Run'
$uninstall = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\b69ee1f3-83ed-505a-81a9-b0d31f34e34a'
$data = "$env:LOCALAPPDATA\Guichet"

function Assert($what, $isSo) {
  if (-not $isSo) { throw "failed: $what" }
  Write-Output "ok: $what"
}
function Wait-Until($what, $test) {
  foreach ($turn in 1..240) {
    if (& $test) { Write-Output "ok: $what"; return }
    Start-Sleep -Milliseconds 250
  }
  throw "not within a minute: $what"
}
function Install {
  $installer = (Get-ChildItem dist\Guichet-Setup-*.exe).FullName
  $options = '/S', '/SERVERURL=http://127.0.0.1:9', '/ENROLMENTKEY=gk_nobody_listens_here'
  $process = Start-Process $installer -ArgumentList $options -Wait -PassThru
  Assert 'the installer ends with 0' ($process.ExitCode -eq 0)
}

Install
Assert 'the program is there' (Test-Path $program)
Assert 'the detection rule finds it' ((Get-ItemProperty $uninstall).DisplayVersion)
Assert 'the address is where policy is' ((Get-ItemProperty $policy).ServerUrl -eq 'http://127.0.0.1:9')
Assert 'it starts at sign-in' ((Get-ItemProperty $run).Guichet -like '*--hidden')
$writers = (Get-Acl $program).Access | Where-Object {
  $_.IdentityReference -like '*\Users' -and $_.FileSystemRights -match 'Write|Modify|FullControl'
}
Assert 'users cannot write to it' (-not $writers)

$agent = Start-Process $program -ArgumentList '--hidden' -PassThru
$null = $agent.Handle # keeps the handle open, so that the exit code can be read
Wait-Until 'the agent has made its database' { Test-Path "$data\guichet.sqlite" }
Install
Assert 'the agent ended before its files were replaced' $agent.HasExited
Assert 'with 0, as on Quit' ($agent.ExitCode -eq 0)
Assert 'what it keeps is still there' (Test-Path "$data\guichet.sqlite")

Start-Process $uninstaller -ArgumentList '/allusers', '/S', '/PURGE' -Wait
Wait-Until 'the program is gone' { -not (Test-Path $program) }
Wait-Until 'the detection rule finds nothing' { -not (Test-Path $uninstall) }
Wait-Until 'the data is gone' { -not (Test-Path $data) }
Assert 'the address is gone' (-not (Test-Path $policy))
Assert 'nothing starts at sign-in' (-not (Get-ItemProperty $run).Guichet)
