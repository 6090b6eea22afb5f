/**
 * Beginnings and whole passwords that are tried first, without digits and signs (see password-rules.ts), of those people make
 * long enough by repeating or adding to them.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  [
    'password passwords passwort passw0rd motdepasse contrasena wachtwoord',
    'qwerty qwertyuiop qwertyuiopasdfghjkl qwertyqwerty qwertz azerty asdfghjkl zxcvbnm qazwsx qazwsxedc',
    'admin administrator adminadmin root rootroot superuser superadmin sysadmin',
    'letmein welcome welcomeback changeme changemenow default secret secretsecret',
    'iloveyou iloveyouforever iloveyousomuch monkey dragon sunshine princess football baseball basketball',
    'master michael jordan superman batman pokemon starwars whatever trustno computer internet',
    'login loginlogin user useruser guest guestguest test testtest testing testtesttest temp temporary',
    'abc abcabc abcdef abcdefg abcdefgh abcdefghijkl abcdefghijklmnop abcd abcdabcdabcd',
    'dashboard streamlit sluice company companyname office summer winter spring autumn',
    'correcthorsebatterystaple thisismypassword mypassword mypasswordis ilovemyfamily',
    'dkssudgktpdy dkssud tkfkdgo tkfkdgody qlalfqjsgh rhksflwk wkdbfkd gkrtod',
  ].flatMap((line) => line.split(' ')),
);
