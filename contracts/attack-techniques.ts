/**
 * The techniques of ATT&CK Enterprise that detectors name, one a line: id, name, tactics; below it those of its
 * sub-techniques that are named, which have its tactics.
 * MITRE ATT&CK is © The MITRE Corporation, reproduced and distributed with its permission.
 */

/** Release that the ids, names and tactics are of. */
export const ATTACK_RELEASE = '19.2';

export const TECHNIQUES = `
T1195 | Supply Chain Compromise | initial-access
.001 Compromise Software Dependencies and Development Tools; .002 Compromise Software Supply Chain
T1078 | Valid Accounts | initial-access persistence privilege-escalation stealth
.001 Default Accounts; .003 Local Accounts; .004 Cloud Accounts
T1133 | External Remote Services | initial-access persistence
T1189 | Drive-by Compromise | initial-access
T1190 | Exploit Public-Facing Application | initial-access
T1199 | Trusted Relationship | initial-access
T1566 | Phishing | initial-access
T1659 | Content Injection | initial-access command-and-control

T1588 | Obtain Capabilities | resource-development
.002 Tool; .005 Exploits; .006 Vulnerabilities; .007 Artificial Intelligence
T1583 | Acquire Infrastructure | resource-development
T1585 | Establish Accounts | resource-development
T1586 | Compromise Accounts | resource-development
T1587 | Develop Capabilities | resource-development
.001 Malware; .004 Exploits
T1608 | Stage Capabilities | resource-development
.001 Upload Malware; .002 Upload Tool
T1683 | Generate Content | resource-development
.001 Written Content

T1589 | Gather Victim Identity Information | reconnaissance
.001 Credentials
T1590 | Gather Victim Network Information | reconnaissance
T1593 | Search Open Websites/Domains | reconnaissance
.003 Code Repositories
T1595 | Active Scanning | reconnaissance
.001 Scanning IP Blocks; .002 Vulnerability Scanning; .003 Wordlist Scanning
T1596 | Search Open Technical Databases | reconnaissance
T1682 | Query Public AI Services | reconnaissance

T1047 | Windows Management Instrumentation | execution
T1053 | Scheduled Task/Job | execution persistence privilege-escalation
.002 At; .003 Cron; .005 Scheduled Task; .006 Systemd Timers; .007 Container Orchestration Job
T1059 | Command and Scripting Interpreter | execution
.001 PowerShell; .002 AppleScript; .003 Windows Command Shell; .004 Unix Shell; .006 Python; .007 JavaScript; .009 Cloud API; .011 Lua
.012 Hypervisor CLI; .013 Container CLI/API
T1072 | Software Deployment Tools | execution lateral-movement
T1106 | Native API | execution
T1127 | Trusted Developer Utilities Proxy Execution | execution stealth
T1129 | Shared Modules | execution
T1203 | Exploitation for Client Execution | execution
T1204 | User Execution | execution
.001 Malicious Link; .002 Malicious File; .003 Malicious Image; .004 Malicious Copy and Paste; .005 Malicious Library
T1559 | Inter-Process Communication | execution
T1569 | System Services | execution
.001 Launchctl; .002 Service Execution; .003 Systemctl
T1574 | Hijack Execution Flow | execution persistence privilege-escalation stealth
.001 DLL; .004 Dylib Hijacking; .006 Dynamic Linker Hijacking; .007 Path Interception by PATH Environment Variable
.008 Path Interception by Search Order Hijacking
T1609 | Container Administration Command | execution
T1610 | Deploy Container | execution
T1648 | Serverless Execution | execution
T1651 | Cloud Administration Command | execution
T1674 | Input Injection | execution
T1677 | Poisoned Pipeline Execution | execution

T1037 | Boot or Logon Initialization Scripts | persistence privilege-escalation
.002 Login Hook; .004 RC Scripts; .005 Startup Items
T1098 | Account Manipulation | persistence privilege-escalation
.001 Additional Cloud Credentials; .003 Additional Cloud Roles; .004 SSH Authorized Keys; .006 Additional Container Cluster Roles
.007 Additional Local or Domain Groups
T1112 | Modify Registry | persistence defense-impairment
T1136 | Create Account | persistence
.001 Local Account; .002 Domain Account; .003 Cloud Account
T1176 | Software Extensions | persistence
.001 Browser Extensions; .002 IDE Extensions
T1205 | Traffic Signaling | persistence command-and-control stealth
T1505 | Server Software Component | persistence
.003 Web Shell
T1525 | Implant Internal Image | persistence
T1542 | Pre-OS Boot | persistence stealth
.003 Bootkit
T1543 | Create or Modify System Process | persistence privilege-escalation
.001 Launch Agent; .002 Systemd Service; .003 Windows Service; .004 Launch Daemon; .005 Container Service
T1546 | Event Triggered Execution | persistence privilege-escalation
.004 Unix Shell Configuration Modification; .005 Trap; .006 LC_LOAD_DYLIB Addition; .013 PowerShell Profile; .014 Emond
.016 Installer Packages; .017 Udev Rules; .018 Python Startup Hooks
T1547 | Boot or Logon Autostart Execution | persistence privilege-escalation
.001 Registry Run Keys / Startup Folder; .002 Authentication Package; .006 Kernel Modules and Extensions; .007 Re-opened Applications; .009 Shortcut Modification
.013 XDG Autostart Entries; .015 Login Items
T1554 | Compromise Host Software Binary | persistence
T1556 | Modify Authentication Process | persistence credential-access defense-impairment
.003 Pluggable Authentication Modules; .006 Multi-Factor Authentication; .009 Conditional Access Policies
T1653 | Power Settings | persistence
T1668 | Exclusive Control | persistence
T1671 | Cloud Application Integration | persistence

T1055 | Process Injection | privilege-escalation stealth
.008 Ptrace System Calls; .009 Proc Memory; .014 VDSO Hijacking
T1068 | Exploitation for Privilege Escalation | privilege-escalation
T1134 | Access Token Manipulation | privilege-escalation stealth
T1484 | Domain or Tenant Policy Modification | privilege-escalation defense-impairment
.002 Trust Modification
T1548 | Abuse Elevation Control Mechanism | privilege-escalation
.001 Setuid and Setgid; .002 Bypass User Account Control; .003 Sudo and Sudo Caching; .004 Elevated Execution with Prompt
.005 Temporary Elevated Cloud Access; .006 TCC Manipulation
T1611 | Escape to Host | privilege-escalation

T1006 | Direct Volume Access | stealth
T1014 | Rootkit | stealth
T1027 | Obfuscated Files or Information | stealth
.001 Binary Padding; .002 Software Packing; .003 Steganography; .004 Compile After Delivery; .009 Embedded Payloads
.010 Command Obfuscation; .011 Fileless Storage; .013 Encrypted/Encoded File; .015 Compression; .018 Invisible Unicode
T1036 | Masquerading | stealth
.002 Right-to-Left Override; .003 Rename Legitimate Utilities; .004 Masquerade Task or Service; .005 Match Legitimate Resource Name or Location
.006 Space after Filename; .007 Double File Extension; .008 Masquerade File Type; .009 Break Process Trees; .011 Overwrite Process Arguments
T1070 | Indicator Removal | stealth
.003 Clear Command History; .004 File Deletion; .006 Timestomp; .007 Clear Network Connection History and Configurations
.008 Clear Mailbox Data; .009 Clear Persistence
T1140 | Deobfuscate/Decode Files or Information | stealth
T1202 | Indirect Command Execution | stealth
T1211 | Exploitation for Stealth | stealth
T1216 | System Script Proxy Execution | stealth
T1218 | System Binary Proxy Execution | stealth
.005 Mshta; .010 Regsvr32; .011 Rundll32
T1480 | Execution Guardrails | stealth
T1497 | Virtualization/Sandbox Evasion | stealth discovery
.001 System Checks; .003 Time Based Checks
T1535 | Unused/Unsupported Cloud Regions | stealth
T1564 | Hide Artifacts | stealth
.001 Hidden Files and Directories; .002 Hidden Users; .006 Run Virtual Instance; .011 Ignore Process Interrupts; .012 File/Path Exclusions
.013 Bind Mounts; .014 Extended Attributes
T1612 | Build Image on Host | stealth
T1620 | Reflective Code Loading | stealth
T1622 | Debugger Evasion | stealth discovery
T1678 | Delay Execution | stealth
T1684 | Social Engineering | stealth
.001 Impersonation; .002 Email Spoofing

T1222 | File and Directory Permissions Modification | defense-impairment
.001 Windows Permissions; .002 Linux and Mac Permissions
T1553 | Subvert Trust Controls | defense-impairment
.001 Gatekeeper Bypass; .002 Code Signing; .004 Install Root Certificate; .006 Code Signing Policy Modification
T1578 | Modify Cloud Compute Infrastructure | defense-impairment
.001 Create Snapshot; .002 Create Cloud Instance; .003 Delete Cloud Instance; .004 Revert Cloud Instance
.005 Modify Cloud Compute Configurations
T1599 | Network Boundary Bridging | defense-impairment
T1600 | Weaken Encryption | defense-impairment
T1601 | Modify System Image | defense-impairment
T1647 | Plist File Modification | defense-impairment
T1666 | Modify Cloud Resource Hierarchy | defense-impairment
T1685 | Disable or Modify Tools | defense-impairment
.001 Disable or Modify Windows Event Log; .002 Disable or Modify Cloud Log; .003 Modify or Spoof Tool UI
.004 Disable or Modify Linux Audit System Log; .005 Clear Windows Event Logs; .006 Clear Linux or Mac System Logs
T1686 | Disable or Modify System Firewall | defense-impairment
.001 Cloud Firewall; .002 Network Device Firewall; .003 Windows Host Firewall
T1687 | Exploitation for Defense Impairment | defense-impairment
T1688 | Safe Mode Boot | defense-impairment
T1689 | Downgrade Attack | defense-impairment
T1690 | Prevent Command History Logging | defense-impairment

T1003 | OS Credential Dumping | credential-access
.001 LSASS Memory; .002 Security Account Manager; .003 NTDS; .007 Proc Filesystem; .008 /etc/passwd and /etc/shadow
T1040 | Network Sniffing | credential-access discovery
T1056 | Input Capture | collection credential-access
.001 Keylogging; .002 GUI Input Capture
T1110 | Brute Force | credential-access
.001 Password Guessing; .002 Password Cracking; .003 Password Spraying; .004 Credential Stuffing
T1111 | Multi-Factor Authentication Interception | credential-access
T1212 | Exploitation for Credential Access | credential-access
T1528 | Steal Application Access Token | credential-access
T1539 | Steal Web Session Cookie | credential-access
T1552 | Unsecured Credentials | credential-access
.001 Credentials In Files; .003 Shell History; .004 Private Keys; .005 Cloud Instance Metadata API; .007 Container API; .008 Chat Messages
T1555 | Credentials from Password Stores | credential-access
.001 Keychain; .002 Securityd Memory; .003 Credentials from Web Browsers; .004 Windows Credential Manager; .005 Password Managers
.006 Cloud Secrets Management Stores
T1557 | Adversary-in-the-Middle | credential-access collection
T1558 | Steal or Forge Kerberos Tickets | credential-access
.005 Ccache Files
T1606 | Forge Web Credentials | credential-access
T1649 | Steal or Forge Authentication Certificates | credential-access

T1007 | System Service Discovery | discovery
T1016 | System Network Configuration Discovery | discovery
.001 Internet Connection Discovery
T1018 | Remote System Discovery | discovery
T1033 | System Owner/User Discovery | discovery
T1046 | Network Service Discovery | discovery
T1049 | System Network Connections Discovery | discovery
T1057 | Process Discovery | discovery
T1069 | Permission Groups Discovery | discovery
.001 Local Groups; .002 Domain Groups; .003 Cloud Groups
T1082 | System Information Discovery | discovery
T1083 | File and Directory Discovery | discovery
T1087 | Account Discovery | discovery
.001 Local Account; .002 Domain Account; .004 Cloud Account
T1120 | Peripheral Device Discovery | discovery
T1124 | System Time Discovery | discovery
T1135 | Network Share Discovery | discovery
T1201 | Password Policy Discovery | discovery
T1217 | Browser Information Discovery | discovery
T1482 | Domain Trust Discovery | discovery
T1518 | Software Discovery | discovery
.001 Security Software Discovery; .002 Backup Software Discovery
T1526 | Cloud Service Discovery | discovery
T1580 | Cloud Infrastructure Discovery | discovery
T1613 | Container and Resource Discovery | discovery
T1614 | System Location Discovery | discovery
T1619 | Cloud Storage Object Discovery | discovery
T1652 | Device Driver Discovery | discovery
T1654 | Log Enumeration | discovery
T1680 | Local Storage Discovery | discovery

T1021 | Remote Services | lateral-movement
.004 SSH; .007 Cloud Services; .008 Direct Cloud VM Connections
T1080 | Taint Shared Content | lateral-movement
T1210 | Exploitation of Remote Services | lateral-movement
T1550 | Use Alternate Authentication Material | lateral-movement
.001 Application Access Token; .004 Web Session Cookie
T1563 | Remote Service Session Hijacking | lateral-movement
.001 SSH Hijacking
T1570 | Lateral Tool Transfer | lateral-movement

T1005 | Data from Local System | collection
T1025 | Data from Removable Media | collection
T1039 | Data from Network Shared Drive | collection
T1074 | Data Staged | collection
.001 Local Data Staging; .002 Remote Data Staging
T1113 | Screen Capture | collection
T1114 | Email Collection | collection
.003 Email Forwarding Rule
T1115 | Clipboard Data | collection
T1119 | Automated Collection | collection
T1123 | Audio Capture | collection
T1125 | Video Capture | collection
T1185 | Browser Session Hijacking | collection
T1213 | Data from Information Repositories | collection
.003 Code Repositories; .005 Messaging Applications; .006 Databases
T1530 | Data from Cloud Storage | collection
T1560 | Archive Collected Data | collection
.001 Archive via Utility; .002 Archive via Library

T1001 | Data Obfuscation | command-and-control
T1008 | Fallback Channels | command-and-control
T1071 | Application Layer Protocol | command-and-control
.001 Web Protocols; .002 File Transfer Protocols; .003 Mail Protocols; .004 DNS
T1090 | Proxy | command-and-control
.001 Internal Proxy; .002 External Proxy; .003 Multi-hop Proxy
T1095 | Non-Application Layer Protocol | command-and-control
T1102 | Web Service | command-and-control
.001 Dead Drop Resolver; .002 Bidirectional Communication; .003 One-Way Communication
T1104 | Multi-Stage Channels | command-and-control
T1105 | Ingress Tool Transfer | command-and-control
T1132 | Data Encoding | command-and-control
.001 Standard Encoding
T1219 | Remote Access Tools | command-and-control
.001 IDE Tunneling; .002 Remote Desktop Software
T1568 | Dynamic Resolution | command-and-control
T1571 | Non-Standard Port | command-and-control
T1572 | Protocol Tunneling | command-and-control
T1573 | Encrypted Channel | command-and-control

T1020 | Automated Exfiltration | exfiltration
T1029 | Scheduled Transfer | exfiltration
T1030 | Data Transfer Size Limits | exfiltration
T1041 | Exfiltration Over C2 Channel | exfiltration
T1048 | Exfiltration Over Alternative Protocol | exfiltration
.001 Exfiltration Over Symmetric Encrypted Non-C2 Protocol; .002 Exfiltration Over Asymmetric Encrypted Non-C2 Protocol
.003 Exfiltration Over Unencrypted Non-C2 Protocol
T1052 | Exfiltration Over Physical Medium | exfiltration
T1537 | Transfer Data to Cloud Account | exfiltration
T1567 | Exfiltration Over Web Service | exfiltration
.001 Exfiltration to Code Repository; .002 Exfiltration to Cloud Storage; .003 Exfiltration to Text Storage Sites
.004 Exfiltration Over Webhook

T1485 | Data Destruction | impact
.001 Lifecycle-Triggered Deletion
T1486 | Data Encrypted for Impact | impact
T1489 | Service Stop | impact
T1490 | Inhibit System Recovery | impact
T1491 | Defacement | impact
T1495 | Firmware Corruption | impact
T1496 | Resource Hijacking | impact
.001 Compute Hijacking; .002 Bandwidth Hijacking; .004 Cloud Service Hijacking
T1498 | Network Denial of Service | impact
T1499 | Endpoint Denial of Service | impact
.001 OS Exhaustion Flood; .003 Application Exhaustion Flood
T1529 | System Shutdown/Reboot | impact
T1531 | Account Access Removal | impact
T1561 | Disk Wipe | impact
.001 Disk Content Wipe; .002 Disk Structure Wipe
T1565 | Data Manipulation | impact
.001 Stored Data Manipulation; .002 Transmitted Data Manipulation
T1657 | Financial Theft | impact
`;

/** Ids of earlier releases, and what stands for them in this one. */
export const REPLACED: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.002': 'T1685.001',
  'T1562.003': 'T1690',
  'T1562.004': 'T1686',
  'T1562.006': 'T1685',
  'T1562.007': 'T1686.001',
  'T1562.008': 'T1685.002',
  'T1562.009': 'T1688',
  'T1562.010': 'T1689',
  'T1562.011': 'T1685.003',
  'T1562.012': 'T1685.004',
  'T1562.013': 'T1686.002',
  'T1070.001': 'T1685.005',
  'T1070.002': 'T1685.006',
  T1656: 'T1684.001',
  T1672: 'T1684.002',
  'T1574.002': 'T1574.001',
  'T1547.011': 'T1647',
  'T1053.001': 'T1053.002',
  T1086: 'T1059.001',
  T1145: 'T1552.004',
  T1081: 'T1552.001',
  T1139: 'T1552.003',
  T1522: 'T1552.005',
  T1503: 'T1555.003',
  T1142: 'T1555.001',
  T1146: 'T1070.003',
  T1107: 'T1070.004',
  T1099: 'T1070.006',
  T1089: 'T1685',
  T1156: 'T1546.004',
  T1501: 'T1543.002',
  T1159: 'T1543.001',
  T1160: 'T1543.004',
  T1166: 'T1548.001',
  T1169: 'T1548.003',
  T1206: 'T1548.003',
  T1215: 'T1547.006',
  T1184: 'T1563.001',
  T1022: 'T1560',
  T1002: 'T1560',
  T1500: 'T1027.004',
  T1487: 'T1561.002',
  T1488: 'T1561.001',
  T1492: 'T1565.001',
};
