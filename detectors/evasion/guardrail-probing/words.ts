/** How models refuse, how people reframe, and programs that are made to attack. */

const REFUSES =
  /\b(?:i(?:'m| am)? ?(?:can(?:'t|not|’t)|won(?:'t|’t)|will not|(?:not )?(?:un)?able to|must decline|have to decline)|i(?:'m| am) (?:not able|unable|sorry))\b[^.\n]{0,80}\b(?:help|assist|provide|do that|continue|comply|support|participate|write|attack|with that)\b|\b(?:decline|refuse) to (?:help|assist|do|provide)\b/i;
const REFUSED_BY_INTERFACE = /refus|content[_ -]?(?:filter|policy)|safety|usage[_ -]polic|blocked by polic|prohibited/i;
const REFRAMES =
  /\b(?:authori[sz]ed|bug ?bounty|pen(?:etration)?[- ]?test\w{0,4}|red[- ]team\w{0,3}|test(?:ing)? mode|lab(?:oratory)?|ctf|capture[- ]the[- ]flag|hypothetical\w{0,3}|for (?:educational|research|training) purposes|fiction\w{0,3}|role[- ]?play|pretend|imagine|elite|you are (?:now |an? )|simulat\w{1,5}|with (?:their|our|full) permission|i own (?:the|this|these))\b/i;
/** Made for attack, scans or the breaking of passwords; tools of daily work are not here. */
export const ATTACK_TOOLS: ReadonlySet<string> = new Set(
  'nmap masscan zmap rustscan sqlmap hydra medusa ncrack patator nikto nuclei gobuster ffuf feroxbuster dirb wfuzz wpscan msfconsole msfvenom msfcli hashcat john crackmapexec netexec nxc responder bloodhound-python evil-winrm mimikatz rubeus kerbrute smbmap enum4linux impacket-secretsdump secretsdump.py psexec.py wmiexec.py commix xsstrike beef sshpass aircrack-ng ettercap bettercap subfinder amass searchsploit chisel ligolo'.split(
    ' ',
  ),
);

/** Read of a text, characters. */
const MAX_READ = 4_000;

export const refuses = (text: string): boolean => REFUSES.test(text.slice(0, MAX_READ));
export const refusedByInterface = (error: string): boolean => REFUSED_BY_INTERFACE.test(error.slice(0, 500));
export const reframes = (prompt: string): boolean => REFRAMES.test(prompt.slice(0, MAX_READ));
