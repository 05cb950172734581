BEGIN TRANSACTION;
CREATE TABLE address (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id INTEGER, 
	platform VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	user VARCHAR NOT NULL, 
	route JSON NOT NULL, 
	zone VARCHAR NOT NULL, 
	locale VARCHAR NOT NULL, 
	gathers BOOLEAN NOT NULL, 
	administers BOOLEAN, 
	reachable BOOLEAN NOT NULL, 
	unreachable_since DATETIME, 
	programme_id INTEGER, 
	draft_id INTEGER, 
	welcomed BOOLEAN NOT NULL, 
	heard_at DATETIME, 
	CONSTRAINT uq_address_platform_tenant_user UNIQUE (platform, tenant, user), 
	CONSTRAINT fk_address_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_address_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE SET NULL
);
INSERT INTO "address" VALUES(1,1,'console','','helene','{}','Europe/Paris','fr-FR',0,NULL,1,NULL,NULL,NULL,1,'2016-01-05 09:00:00.000000');
INSERT INTO "address" VALUES(2,2,'console','','beatrice','{}','Europe/Paris','fr-FR',0,NULL,1,NULL,NULL,NULL,1,'2016-01-06 09:00:00.000000');
INSERT INTO "address" VALUES(3,3,'console','','lea','{}','Europe/Paris','fr-FR',0,NULL,1,NULL,NULL,NULL,1,'2016-01-06 09:00:00.000000');
INSERT INTO "address" VALUES(4,4,'console','','agnes','{}','Europe/Paris','fr-FR',0,NULL,1,NULL,NULL,2,1,'2016-01-06 09:00:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE answer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	enrolment_id INTEGER, 
	subject VARCHAR NOT NULL, 
	answers JSON NOT NULL, 
	"on" DATE NOT NULL, 
	CONSTRAINT fk_answer_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_answer_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE SET NULL
);
CREATE TABLE application (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	scores JSON NOT NULL, 
	words VARCHAR NOT NULL, 
	wished VARCHAR NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	applied_at DATETIME NOT NULL, 
	CONSTRAINT ck_application_state CHECK (state IN ('waiting', 'kept', 'other')), 
	CONSTRAINT ck_application_wished CHECK (wished IN ('', 'mentee', 'workshops')), 
	CONSTRAINT fk_application_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_application_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE attendance (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	workshop_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	answer VARCHAR NOT NULL, 
	attended BOOLEAN, 
	CONSTRAINT uq_attendance_workshop_id_enrolment_id UNIQUE (workshop_id, enrolment_id), 
	CONSTRAINT ck_attendance_answer CHECK (answer IN ('', 'yes', 'no')), 
	CONSTRAINT fk_attendance_workshop_id_workshop FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE, 
	CONSTRAINT fk_attendance_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE batch (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	undone_at DATETIME, 
	CONSTRAINT fk_batch_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_batch_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE TABLE call (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	point VARCHAR NOT NULL, 
	minutes INTEGER NOT NULL, 
	within_days INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	mentor_id INTEGER, 
	asked JSON NOT NULL, 
	declined JSON NOT NULL, 
	slots JSON NOT NULL, 
	asked_at DATETIME, 
	session_id INTEGER, 
	created_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT ck_call_state CHECK (state IN ('choosing', 'asked', 'met', 'alone', 'dropped')), 
	CONSTRAINT fk_call_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_call_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT fk_call_mentor_id_enrolment FOREIGN KEY(mentor_id) REFERENCES enrolment (id) ON DELETE SET NULL
);
CREATE TABLE certificate (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	token VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	files JSON NOT NULL, 
	issued_at DATETIME NOT NULL, 
	given_at DATETIME, 
	revoked_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT uq_certificate_enrolment_id UNIQUE (enrolment_id), 
	CONSTRAINT fk_certificate_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_certificate_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT uq_certificate_token UNIQUE (token)
);
CREATE TABLE circle (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	look_at DATETIME, 
	CONSTRAINT ck_circle_state CHECK (state IN ('proposed', 'active', 'dissolved')), 
	CONSTRAINT fk_circle_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
CREATE TABLE commendation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	agreed BOOLEAN, 
	told_by VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	told_from DATETIME NOT NULL, 
	told_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT uq_commendation_enrolment_id UNIQUE (enrolment_id), 
	CONSTRAINT ck_commendation_told_by CHECK (told_by IN ('', 'bot', 'coordination')), 
	CONSTRAINT fk_commendation_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_commendation_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE contribution (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	about VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_contribution_circle_id_circle FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE, 
	CONSTRAINT fk_contribution_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE coordination (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	rights VARCHAR NOT NULL, 
	weekly BOOLEAN NOT NULL, 
	CONSTRAINT uq_coordination_programme_id_person_id UNIQUE (programme_id, person_id), 
	CONSTRAINT ck_coordination_rights CHECK (rights IN ('reader', 'coordinator', 'owner')), 
	CONSTRAINT fk_coordination_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_coordination_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
INSERT INTO "coordination" VALUES(1,1,1,'owner',0);
CREATE TABLE dilemma (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	meeting_id INTEGER, 
	votes INTEGER NOT NULL, 
	CONSTRAINT fk_dilemma_circle_id_circle FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE
);
CREATE TABLE draft (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id INTEGER NOT NULL, 
	programme_id INTEGER, 
	form VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	answers JSON NOT NULL, 
	skipped JSON NOT NULL, 
	at VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	look_at DATETIME, 
	CONSTRAINT ck_draft_state CHECK (state IN ('open', 'done', 'cancelled')), 
	CONSTRAINT fk_draft_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_draft_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
INSERT INTO "draft" VALUES(1,2,1,'plan','pair:1','{"slot":"2016-01-07T09:00:00+00:00"}','["place"]','','done','2016-01-06 09:00:00.000000','2016-01-06 09:00:00.000000',NULL);
INSERT INTO "draft" VALUES(2,4,1,'mentee','','{"zone":"Europe/Paris","charter":"1","objectives":["Rédiger ma biographie LinkedIn"],"topics":["linkedin","twitter"]}','[]','','open','2016-01-06 09:00:00.000000','2016-01-06 09:00:00.000000','2016-01-07 09:00:00.000000');
CREATE TABLE enquiry (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	proposal_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	"by" INTEGER, 
	asked_at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	closed_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT ck_enquiry_role CHECK (role IN ('mentee', 'mentor')), 
	CONSTRAINT ck_enquiry_state CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')), 
	CONSTRAINT ck_enquiry_question CHECK (question IN ('', 'asked', 'answered')), 
	CONSTRAINT fk_enquiry_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enquiry_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enquiry_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enquiry_other_id_enrolment FOREIGN KEY(other_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE enrolment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	answers JSON NOT NULL, 
	paused_until DATE, 
	offered INTEGER NOT NULL, 
	told JSON NOT NULL, 
	waited INTEGER NOT NULL, 
	unmatched VARCHAR NOT NULL, 
	inducted_at DATETIME, 
	joined_at DATETIME NOT NULL, 
	left_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT uq_enrolment_programme_id_person_id UNIQUE (programme_id, person_id), 
	CONSTRAINT ck_enrolment_role CHECK (role IN ('mentee', 'mentor', 'both')), 
	CONSTRAINT ck_enrolment_state CHECK (state IN ('invited', 'applied', 'active', 'paused', 'left')), 
	CONSTRAINT fk_enrolment_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enrolment_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
INSERT INTO "enrolment" VALUES(1,1,2,'mentee','active','{"charter":"1","topics":["linkedin"],"level":2,"halfdays":["tue-am","tue-pm","thu-am","thu-pm"],"languages":["fr"],"format":"remote","objectives":["Rédiger ma biographie LinkedIn"],"zone":"Europe/Paris"}',NULL,0,'{}',0,'',NULL,'2016-01-05 09:00:00.000000',NULL,'2016-01-06 09:00:00.000000');
INSERT INTO "enrolment" VALUES(2,1,3,'mentor','active','{"charter":"1","topics":["linkedin"],"level":2,"halfdays":["tue-am","tue-pm","thu-am","thu-pm"],"languages":["fr"],"format":"remote","skills":["Écrire une biographie LinkedIn"],"show":"Des exemples","reassure":"On débute tous","capacity":"2","zone":"Europe/Paris"}',NULL,0,'{}',0,'',NULL,'2016-01-05 09:00:00.000000',NULL,'2016-01-06 09:00:00.000000');
CREATE TABLE file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	token VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	content BLOB NOT NULL, 
	person_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT uq_file_token UNIQUE (token), 
	CONSTRAINT fk_file_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
INSERT INTO "file" VALUES(1,'24f404f5b8a787e08dcd631b824002e84372c08e','session.ics','text/calendar',X'424547494E3A5643414C454E4441520D0A56455253494F4E3A322E300D0A50524F4449443A2D2F2F42696E6F6D652F2F46520D0A43414C5343414C453A475245474F5249414E0D0A4D4554484F443A5055424C4953480D0A424547494E3A564556454E540D0A53554D4D4152593A53C3A9616E6365206465206D656E746F726174203A204265617472696365206574204C65610D0A445453544152543A3230313630313037543039303030305A0D0A4454454E443A3230313630313037543131303030305A0D0A44545354414D503A3230313630313036543039303030305A0D0A5549443A73657373696F6E2D312D70776E2D6469676974616C2D323031364062696E6F6D650D0A53455155454E43453A310D0A4445534352495054494F4E3A56656E657A206176656320766F747265206F7264696E6174657572206F7520766F7472652074C3A96CC3A970686F6E655C2C20766F73206D6F74732064650D0A2020706173736520657420756E652070687261736520717569206469742063652071756520766F757320766F756C657A207361766F697220666169726520C3A0206C612066696E2E0D0A4C4153542D4D4F4449464945443A3230313630313036543039303030305A0D0A5354415455533A434F4E4649524D45440D0A5452414E53503A4F50415155450D0A454E443A564556454E540D0A454E443A5643414C454E4441520D0A',NULL,'2016-01-06 09:00:00.000000');
CREATE TABLE happened (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT uq_happened_subject_name UNIQUE (subject, name)
);
INSERT INTO "happened" VALUES(1,'programme:1','signup-2015-12-22','2016-01-05 09:00:00.000000','');
INSERT INTO "happened" VALUES(2,'pair:1','session-1.1-before-24-mentee','2016-01-06 09:00:00.000000','just agreed');
INSERT INTO "happened" VALUES(3,'pair:1','session-1.1-before-24-mentor','2016-01-06 09:00:00.000000','just agreed');
CREATE TABLE installation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	platform VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	expires_at DATETIME, 
	renewing_until DATETIME, 
	installed_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT uq_installation_platform_tenant UNIQUE (platform, tenant)
);
INSERT INTO "installation" VALUES(1,'slack','T1','Atelier',X'6741414141414272424A75642D4E526F6461475337744C324B67756552554447734B4770786C64423153453061443047686C634D326962732D2D4C52423673675858386A7230486E69574B3559734D764B773256504F48776A57366D3668373346644739586D63574134415279727368443144332D713878485A656C744A4E724F356E70386A304B70426E36',NULL,NULL,'2016-01-06 09:00:00.000000',NULL);
CREATE TABLE line (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	address_id INTEGER NOT NULL, 
	author VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_line_address_id_address FOREIGN KEY(address_id) REFERENCES address (id) ON DELETE CASCADE, 
	CONSTRAINT uq_line_key UNIQUE ("key")
);
CREATE TABLE meeting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	starts_at DATETIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	CONSTRAINT uq_meeting_circle_id_number UNIQUE (circle_id, number), 
	CONSTRAINT ck_meeting_state CHECK (state IN ('planned', 'held', 'missed', 'cancelled')), 
	CONSTRAINT fk_meeting_circle_id_circle FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE
);
CREATE TABLE member (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	CONSTRAINT uq_member_circle_id_enrolment_id UNIQUE (circle_id, enrolment_id), 
	CONSTRAINT fk_member_circle_id_circle FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE, 
	CONSTRAINT fk_member_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	handled_by INTEGER, 
	handled_at DATETIME, 
	CONSTRAINT ck_notice_state CHECK (state IN ('open', 'handled')), 
	CONSTRAINT fk_notice_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
CREATE TABLE outgoing (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR NOT NULL, 
	address_id INTEGER NOT NULL, 
	workspace VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	retry_at DATETIME, 
	lease_until DATETIME, 
	lease_token VARCHAR NOT NULL, 
	sent_at DATETIME, 
	receipt VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	CONSTRAINT ck_outgoing_state CHECK (state IN ('pending', 'sending', 'sent', 'ambiguous', 'dead')), 
	CONSTRAINT ck_outgoing_kind CHECK (kind IN ('resend', 'hold')), 
	CONSTRAINT uq_outgoing_key UNIQUE ("key"), 
	CONSTRAINT fk_outgoing_address_id_address FOREIGN KEY(address_id) REFERENCES address (id) ON DELETE CASCADE
);
INSERT INTO "outgoing" VALUES(1,'event-1/1',1,'console/','resend','2016-01-05 09:00:00.000000','sent',1,NULL,NULL,'dea422ef7e924fb39c8214347a892abf','2016-01-05 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Bonjour "},{"text":"Hélène","typed":true},{"text":" ! Je suis "},{"text":"Binôme","bold":true},{"text":". Je mets en relation des personnes qui veulent apprendre et d’autres qui savent et aiment transmettre."}],"part":"para"},{"runs":[{"text":"Les inscriptions à "},{"text":"Reverse Mentoring Digital","bold":true,"typed":true},{"text":" sont ouvertes. Vous pouvez aussi me dire simplement ce que vous cherchez, par exemple : « J’aimerais apprendre à me servir de LinkedIn. »"}],"part":"para"},{"buttons":[{"label":"Je veux apprendre","action":"join:mentee","style":"primary"},{"label":"Je peux transmettre","action":"join:mentor","style":"primary"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(2,'event-2/1',2,'console/','resend','2016-01-05 09:00:00.000000','sent',1,NULL,NULL,'4ce060f2e10c49b1ad0b01974bed1130','2016-01-05 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Bonjour "},{"text":"Beatrice","typed":true},{"text":" ! Je suis "},{"text":"Binôme","bold":true},{"text":". Je mets en relation des personnes qui veulent apprendre et d’autres qui savent et aiment transmettre."}],"part":"para"},{"runs":[{"text":"Les inscriptions à "},{"text":"Reverse Mentoring Digital","bold":true,"typed":true},{"text":" sont ouvertes. Vous pouvez aussi me dire simplement ce que vous cherchez, par exemple : « J’aimerais apprendre à me servir de LinkedIn. »"}],"part":"para"},{"buttons":[{"label":"Je veux apprendre","action":"join:mentee","style":"primary"},{"label":"Je peux transmettre","action":"join:mentor","style":"primary"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(3,'event-3/1',3,'console/','resend','2016-01-05 09:00:00.000000','sent',1,NULL,NULL,'6e91ae6a11f74f589cc669a00c44134c','2016-01-05 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Bonjour "},{"text":"Lea","typed":true},{"text":" ! Je suis "},{"text":"Binôme","bold":true},{"text":". Je mets en relation des personnes qui veulent apprendre et d’autres qui savent et aiment transmettre."}],"part":"para"},{"runs":[{"text":"Les inscriptions à "},{"text":"Reverse Mentoring Digital","bold":true,"typed":true},{"text":" sont ouvertes. Vous pouvez aussi me dire simplement ce que vous cherchez, par exemple : « J’aimerais apprendre à me servir de LinkedIn. »"}],"part":"para"},{"buttons":[{"label":"Je veux apprendre","action":"join:mentee","style":"primary"},{"label":"Je peux transmettre","action":"join:mentor","style":"primary"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(4,'event-4/1',2,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'b08878578df1482588514693e5bd03fa','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Fixons votre séance avec "},{"text":"Lea","bold":true,"typed":true},{"text":"."}],"part":"para"},{"draft":1,"field":{"name":"slot","kind":"choose","label":"La date","ask":[{"text":"Quand vous verrez-vous ? Ces moments conviennent à vos deux agendas, à votre heure."}],"options":[{"value":"2016-01-07T09:00:00+00:00","label":"jeudi 7 janvier à 10 h"},{"value":"2016-01-12T08:00:00+00:00","label":"mardi 12 janvier à 9 h"},{"value":"2016-01-14T08:00:00+00:00","label":"jeudi 14 janvier à 9 h"},{"value":"other","label":"Un autre moment"}]},"part":"ask"}]}');
INSERT INTO "outgoing" VALUES(5,'event-5/1',2,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'91641f7a508a4ac3928e2502469d1f5d','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"draft":1,"field":{"name":"place","kind":"text","label":"Le lieu","ask":[{"text":"Où vous retrouvez-vous ? Une adresse, ou le lien d’une visioconférence."}],"optional":true,"at_least":1,"at_most":200},"skip":"Passer","back":"Question précédente","part":"ask"}]}');
INSERT INTO "outgoing" VALUES(6,'event-6/proposed/mentor',3,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'8e14326408d54ae697b8fe9ff1419a85','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Beatrice","bold":true,"typed":true},{"text":" vous propose une séance : "},{"text":"jeudi 7 janvier, 10 h","bold":true,"at":"2016-01-07T09:00:00Z"},{"text":" – ","bold":true},{"text":"12 h","bold":true,"at":"2016-01-07T11:00:00Z","hour":true},{"text":"."}],"part":"para"},{"buttons":[{"label":"Accepter cette date","action":"accept:1:201601070900","style":"primary"},{"label":"Proposer une autre date","action":"move:1"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(7,'event-6/1',2,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'8e14326408d54ae697b8fe9ff1419a85','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"J’ai proposé "},{"text":"jeudi 7 janvier à 10 h","bold":true,"at":"2016-01-07T09:00:00Z"},{"text":" à "},{"text":"Lea","typed":true},{"text":". Je vous préviens dès sa réponse."}],"part":"para"}]}');
INSERT INTO "outgoing" VALUES(8,'event-7/agreed/mentee',2,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'ee4e1dcb42034a9da0d7cb83406ef730','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"C’est fixé avec "},{"text":"Lea","bold":true,"typed":true},{"text":" : "},{"text":"jeudi 7 janvier, 10 h","bold":true,"at":"2016-01-07T09:00:00Z"},{"text":" – ","bold":true},{"text":"12 h","bold":true,"at":"2016-01-07T11:00:00Z","hour":true},{"text":"."}],"part":"para"},{"runs":[{"text":"À préparer : "},{"text":"Venez avec votre ordinateur ou votre téléphone, vos mots de passe et une phrase qui dit ce que vous voulez savoir faire à la fin."}],"role":"hint","part":"para"},{"token":"24f404f5b8a787e08dcd631b824002e84372c08e","name":"session.ics","media_type":"text/calendar","alt":"Ajouter à mon agenda (.ics)","part":"attachment"},{"buttons":[{"label":"Google","url":"https://calendar.google.com/calendar/render?action=TEMPLATE&text=S%C3%A9ance%20avec%20Lea&dates=20160107T090000Z%2F20160107T110000Z&details=Venez%20avec%20votre%20ordinateur%20ou%20votre%20t%C3%A9l%C3%A9phone%2C%20vos%20mots%20de%20passe%20et%20une%20phrase%20qui%20dit%20ce%20que%20vous%20voulez%20savoir%20faire%20%C3%A0%20la%20fin."},{"label":"Outlook","url":"https://outlook.office.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt=2016-01-07T09%3A00%3A00Z&enddt=2016-01-07T11%3A00%3A00Z&subject=S%C3%A9ance%20avec%20Lea&body=Venez%20avec%20votre%20ordinateur%20ou%20votre%20t%C3%A9l%C3%A9phone%2C%20vos%20mots%20de%20passe%20et%20une%20phrase%20qui%20dit%20ce%20que%20vous%20voulez%20savoir%20faire%20%C3%A0%20la%20fin."}],"part":"buttons"},{"buttons":[{"label":"Déplacer la séance","action":"move:1"},{"label":"Annuler la séance","action":"drop:1"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(9,'event-7/agreed/mentor',3,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'ee4e1dcb42034a9da0d7cb83406ef730','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"C’est fixé avec "},{"text":"Beatrice","bold":true,"typed":true},{"text":" : "},{"text":"jeudi 7 janvier, 10 h","bold":true,"at":"2016-01-07T09:00:00Z"},{"text":" – ","bold":true},{"text":"12 h","bold":true,"at":"2016-01-07T11:00:00Z","hour":true},{"text":"."}],"part":"para"},{"runs":[{"text":"À préparer : "},{"text":"Venez avec votre ordinateur ou votre téléphone, vos mots de passe et une phrase qui dit ce que vous voulez savoir faire à la fin."}],"role":"hint","part":"para"},{"token":"24f404f5b8a787e08dcd631b824002e84372c08e","name":"session.ics","media_type":"text/calendar","alt":"Ajouter à mon agenda (.ics)","part":"attachment"},{"buttons":[{"label":"Google","url":"https://calendar.google.com/calendar/render?action=TEMPLATE&text=S%C3%A9ance%20avec%20Beatrice&dates=20160107T090000Z%2F20160107T110000Z&details=Venez%20avec%20votre%20ordinateur%20ou%20votre%20t%C3%A9l%C3%A9phone%2C%20vos%20mots%20de%20passe%20et%20une%20phrase%20qui%20dit%20ce%20que%20vous%20voulez%20savoir%20faire%20%C3%A0%20la%20fin."},{"label":"Outlook","url":"https://outlook.office.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt=2016-01-07T09%3A00%3A00Z&enddt=2016-01-07T11%3A00%3A00Z&subject=S%C3%A9ance%20avec%20Beatrice&body=Venez%20avec%20votre%20ordinateur%20ou%20votre%20t%C3%A9l%C3%A9phone%2C%20vos%20mots%20de%20passe%20et%20une%20phrase%20qui%20dit%20ce%20que%20vous%20voulez%20savoir%20faire%20%C3%A0%20la%20fin."}],"part":"buttons"},{"buttons":[{"label":"Déplacer la séance","action":"move:1"},{"label":"Annuler la séance","action":"drop:1"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(10,'event-8/1',4,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'6619a087b4f8483abcb2aed4bc911197','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Bonjour "},{"text":"Agnès","typed":true},{"text":" ! Je suis "},{"text":"Binôme","bold":true},{"text":". Je mets en relation des personnes qui veulent apprendre et d’autres qui savent et aiment transmettre."}],"part":"para"},{"runs":[{"text":"Les inscriptions à "},{"text":"Reverse Mentoring Digital","bold":true,"typed":true},{"text":" sont ouvertes. Vous pouvez aussi me dire simplement ce que vous cherchez, par exemple : « J’aimerais apprendre à me servir de LinkedIn. »"}],"part":"para"},{"buttons":[{"label":"Je veux apprendre","action":"join:mentee","style":"primary"},{"label":"Je peux transmettre","action":"join:mentor","style":"primary"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(11,'event-9/1',4,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'c1cced71c2b842f388d6b6c945fec440','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"runs":[{"text":"Bienvenue dans "},{"text":"Reverse Mentoring Digital","bold":true,"typed":true},{"text":". Quelques questions, cinq minutes environ, et vous pouvez vous arrêter quand vous voulez."}],"part":"para"},{"runs":[{"text":"D’abord, les règles du jeu"}],"role":"title","part":"para"},{"items":[[{"text":"Chaque personne participe parce qu’elle l’a choisi."}],[{"text":"Ce qui se dit dans le binôme reste dans le binôme."}],[{"text":"La personne qui apprend n’évalue jamais celle qui lui transmet, ni auprès de sa hiérarchie ni ailleurs."}],[{"text":"Le binôme se retrouve trois fois deux heures, environ une fois par mois ; la première séance a lieu dans les deux semaines qui suivent le lancement."}],[{"text":"Le temps de l’autre se respecte : une séance se prépare, et un empêchement se dit dès qu’il est connu."}],[{"text":"Quelques questions courtes arrivent en chemin et à la fin ; chaque personne y répond, même brièvement."}],[{"text":"On peut s’arrêter à tout moment, sans se justifier et sans reproche : un message en privé suffit."}],[{"text":"Le bot garde vos réponses et les dates de vos séances, et ne lit pas vos échanges ; vous pouvez demander à voir vos données, ou leur effacement."}]],"part":"bullets"},{"draft":2,"field":{"name":"charter","kind":"consent","label":"Règles du jeu","ask":[{"text":"Ces règles vous conviennent-elles ?"}],"hint":"Répondez « j’accepte » pour continuer, ou « non » pour en rester là.","options":[{"value":"yes","label":"J’accepte ces règles"}]},"part":"ask"}]}');
INSERT INTO "outgoing" VALUES(12,'event-10/1',4,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'b08cbd9a96474aa9a056f28e92631124','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"draft":2,"field":{"name":"objectives","kind":"lines","label":"Ce que je veux savoir faire","ask":[{"text":"Qu’aimeriez-vous savoir faire à la fin du programme ? Un ou deux objectifs précis, un par ligne."}],"hint":"Par exemple : « Rédiger une biographie LinkedIn qui donne envie de me contacter ».","at_least":1,"at_most":2},"back":"Question précédente","part":"ask"},{"buttons":[{"label":"Répondre sur une seule page","action":"form:2"}],"part":"buttons"}]}');
INSERT INTO "outgoing" VALUES(13,'event-11/1',4,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'6fa6e041a2b74808b57ec129e7753a97','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"draft":2,"field":{"name":"topics","kind":"pick","label":"Sujets","ask":[{"text":"Quels sujets vous intéressent ?"}],"hint":"Cochés d’après vos mots : LinkedIn. Gardez, retirez ou ajoutez, jusqu’à quatre ; en répondant « oui », vous les gardez.","options":[{"value":"linkedin","label":"LinkedIn"},{"value":"twitter","label":"Twitter"},{"value":"facebook","label":"Facebook"},{"value":"instagram","label":"Instagram"},{"value":"blog","label":"Blog et écriture en ligne"},{"value":"messaging","label":"Messageries et appels vidéo"},{"value":"collaboration","label":"Outils pour travailler à plusieurs"},{"value":"watch","label":"Suivre son domaine en ligne"},{"value":"privacy","label":"Vie privée et réputation en ligne"},{"value":"other","label":"Autre sujet numérique"}],"value":["linkedin"],"at_least":1,"at_most":4},"back":"Question précédente","send":"Valider ces choix","part":"ask"}]}');
INSERT INTO "outgoing" VALUES(14,'event-12/1',4,'console/','resend','2016-01-06 09:00:00.000000','sent',1,NULL,NULL,'e542c5a716734198a7a8ab198b071656','2016-01-06 09:00:00.000000','receipt','','{"parts":[{"draft":2,"field":{"name":"already","kind":"text","label":"Ce que je fais déjà","ask":[{"text":"Que faites-vous déjà dans ce domaine ? Tout niveau est bienvenu, même « rien du tout »."}],"optional":true,"at_least":1,"at_most":400},"skip":"Passer","back":"Question précédente","part":"ask"}]}');
INSERT INTO "outgoing" VALUES(15,'waits-0',1,'console/','resend','2016-01-06 09:00:00.000000','pending',0,NULL,NULL,'',NULL,'','','{"parts":[]}');
INSERT INTO "outgoing" VALUES(16,'waits-1',1,'console/','hold','2016-01-06 09:00:00.000000','pending',0,NULL,NULL,'',NULL,'','','{"parts":[]}');
INSERT INTO "outgoing" VALUES(17,'waits-2',1,'console/','resend','2016-01-07 09:00:00.000000','pending',0,NULL,NULL,'',NULL,'','','{"parts":[]}');
CREATE TABLE pace (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	platform VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	busy_until DATETIME NOT NULL, 
	CONSTRAINT uq_pace_platform_tenant UNIQUE (platform, tenant)
);
CREATE TABLE pair (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	mentee_id INTEGER NOT NULL, 
	mentor_id INTEGER NOT NULL, 
	proposal_id INTEGER, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	calls INTEGER NOT NULL, 
	course JSON NOT NULL, 
	course_offered JSON NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	look_at DATETIME, 
	CONSTRAINT ck_pair_state CHECK (state IN ('active', 'completed', 'ended')), 
	CONSTRAINT fk_pair_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_pair_mentee_id_enrolment FOREIGN KEY(mentee_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT fk_pair_mentor_id_enrolment FOREIGN KEY(mentor_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
INSERT INTO "pair" VALUES(1,1,1,2,NULL,'active','',0,'{}','{}','2016-01-05 09:00:00.000000',NULL,'2016-01-06 09:00:00.000000');
CREATE TABLE pass (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	made_by INTEGER, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	opened_at DATETIME, 
	used_at DATETIME, 
	revoked_at DATETIME, 
	CONSTRAINT fk_pass_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_pass_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT uq_pass_digest UNIQUE (digest)
);
CREATE TABLE person (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	email VARCHAR, 
	locale VARCHAR NOT NULL, 
	locale_chosen BOOLEAN NOT NULL, 
	zone VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	manager_id INTEGER, 
	organiser BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	erased_at DATETIME, 
	CONSTRAINT uq_person_email UNIQUE (email), 
	CONSTRAINT fk_person_manager_id_person FOREIGN KEY(manager_id) REFERENCES person (id) ON DELETE SET NULL
);
INSERT INTO "person" VALUES(1,'Hélène Marin',NULL,'fr',0,'Europe/Paris','',4,0,'2016-01-05 09:00:00.000000',NULL);
INSERT INTO "person" VALUES(2,'Beatrice',NULL,'fr',0,'Europe/Paris','',NULL,0,'2016-01-05 09:00:00.000000',NULL);
INSERT INTO "person" VALUES(3,'Lea',NULL,'fr',0,'Europe/Paris','',NULL,0,'2016-01-05 09:00:00.000000',NULL);
INSERT INTO "person" VALUES(4,'Agnès Martin',NULL,'fr',0,'Europe/Paris','',NULL,0,'2016-01-06 09:00:00.000000',NULL);
CREATE TABLE poll (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	sent_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	CONSTRAINT uq_poll_enrolment_id_form_subject UNIQUE (enrolment_id, form, subject), 
	CONSTRAINT ck_poll_state CHECK (state IN ('sent', 'answered', 'expired')), 
	CONSTRAINT fk_poll_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_poll_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE posting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	at DATETIME, 
	text VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	sent_at DATETIME, 
	counts JSON NOT NULL, 
	CONSTRAINT uq_posting_programme_id_key UNIQUE (programme_id, "key"), 
	CONSTRAINT ck_posting_state CHECK (state IN ('planned', 'skipped', 'sent', 'told')), 
	CONSTRAINT fk_posting_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
CREATE TABLE presence (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	meeting_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	answer VARCHAR NOT NULL, 
	attended BOOLEAN, 
	CONSTRAINT uq_presence_meeting_id_enrolment_id UNIQUE (meeting_id, enrolment_id), 
	CONSTRAINT ck_presence_answer CHECK (answer IN ('', 'yes', 'no')), 
	CONSTRAINT fk_presence_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE, 
	CONSTRAINT fk_presence_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE programme (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	slug VARCHAR NOT NULL, 
	template VARCHAR NOT NULL, 
	"plan" JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	starts_on DATE NOT NULL, 
	locale VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	community_id INTEGER, 
	coordinators_id INTEGER, 
	round INTEGER NOT NULL, 
	look_at DATETIME, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT ck_programme_state CHECK (state IN ('draft', 'signup', 'matching', 'reviewed', 'kickoff', 'running', 'closing', 'closed')), 
	CONSTRAINT ck_programme_tone CHECK (tone IN ('vous', 'tu')), 
	CONSTRAINT uq_programme_slug UNIQUE (slug)
);
INSERT INTO "programme" VALUES(1,'Reverse Mentoring Digital','pwn-digital-2016','pwn-digital-2016','{"schema":1,"key":"pwn-digital-2016","name":{"fr":"Reverse Mentoring Digital","en":"Reverse Mentoring Digital"},"about":{"fr":"Vous avez l’expérience, quelqu’un de plus jeune a l’aisance numérique : en trois séances de deux heures, votre mentor vous aide à atteindre un ou deux objectifs précis.","en":"You have the experience, someone younger is at ease with digital tools: in three two-hour sessions, your mentor helps you reach one or two precise objectives."},"follows":{"fr":"Le programme de PWN Paris de février à juin 2016 : un lancement pour cinquante femmes, vingt binômes, un atelier Twitter en avril, une soirée de clôture et de retours en juin.","en":"The programme that PWN Paris ran from February to June 2016: a kick-off for fifty women, twenty pairs, a Twitter workshop in April, a closing and feedback evening in June."},"starts_on":"2016-02-02","zone":"Europe/Paris","locale":"fr","tone":"vous","induction":"offered","calendar":{"signup":-42,"matching":-14,"kickoff":0,"running":1,"midway":62,"closing":133,"closed":149},"signup":{"roles":["mentee","mentor"],"capacity":2,"languages":["fr","en"],"ask_team":true,"ask_age":false,"ask_seniority":false,"remind_days":[2,6],"example":{"objective":null,"skill":null,"doubt":null}},"selection":{"mentors":"everyone"},"topics":[{"fr":"LinkedIn","en":"LinkedIn","code":"linkedin","examples":{"fr":["Rédiger une biographie LinkedIn qui dit en cinq lignes ce que j’apporte","Publier sur LinkedIn deux fois par mois, et répondre aux commentaires","Trouver sur LinkedIn trente contacts utiles à mon projet et leur écrire sans gêne"],"en":["Write a LinkedIn biography that says in five lines what I bring","Post on LinkedIn twice a month, and answer the comments","Find thirty contacts on LinkedIn who matter to my project, and write to them with ease"]}},{"fr":"Twitter","en":"Twitter","code":"twitter","examples":{"fr":["Ouvrir un compte Twitter professionnel et publier trois messages par semaine","Raconter une conférence en direct sur Twitter avec son mot-dièse","Créer deux listes Twitter pour lire en dix minutes par jour ce qui compte dans mon métier"],"en":["Open a professional Twitter account and post three times a week","Live-tweet a conference with its hashtag","Build two Twitter lists, to read in ten minutes a day what matters in my field"]}},{"fr":"Facebook","en":"Facebook","code":"facebook","examples":{"fr":["Créer et animer la page Facebook professionnelle de mon activité","Ouvrir un groupe Facebook fermé pour mon association et y faire vivre les échanges","Programmer un mois de publications Facebook et lire les statistiques de ma page"],"en":["Create and run a professional Facebook page for my business","Open a closed Facebook group for my association, and keep the conversation alive","Schedule a month of Facebook posts, and read my page’s statistics"]}},{"fr":"Instagram","en":"Instagram","code":"instagram","examples":{"fr":["Ouvrir un compte Instagram pour ma marque et y publier neuf photos cohérentes","Prendre et retoucher avec mon téléphone une photo que j’ose publier","Choisir dix mots-dièse qui amènent de nouvelles personnes vers mon compte"],"en":["Open an Instagram account for my brand, with nine photos that belong together","Take and edit on my phone a photo that I dare to post","Choose ten hashtags that bring new people to my account"]}},{"fr":"Blog et écriture en ligne","en":"Blogs and writing online","code":"blog","examples":{"fr":["Ouvrir un blog sur WordPress et y publier mes trois premiers articles","Écrire un article de cinq cents mots qui se lit bien sur un téléphone","Faire connaître chaque article à une liste d’abonnés par courriel"],"en":["Open a WordPress blog and publish my first three articles","Write a five-hundred-word article that reads well on a phone","Announce each article to a list of subscribers by email"]}},{"fr":"Messageries et appels vidéo","en":"Messaging and video calls","code":"messaging","examples":{"fr":["Animer un groupe WhatsApp d’équipe avec des règles que tout le monde respecte","Mener sans aide un entretien par Skype, écran partagé compris","Trier mes notifications pour que seul l’essentiel m’interrompe"],"en":["Run a WhatsApp group for my team, with rules that everyone keeps","Hold a Skype interview on my own, screen sharing included","Sort out my notifications, so that only what matters interrupts me"]}},{"fr":"Outils pour travailler à plusieurs","en":"Tools for working together","code":"collaboration","examples":{"fr":["Écrire un document à plusieurs dans Google Drive, sans pièces jointes ni versions perdues","Suivre un projet avec mon équipe sur un tableau Trello","Passer les échanges de mon équipe du courriel à Slack pendant un mois"],"en":["Write a document with others in Google Drive, without attachments or lost versions","Follow a project with my team on a Trello board","Move my team’s exchanges from email to Slack for a month"]}},{"fr":"Suivre son domaine en ligne","en":"Following your field online","code":"watch","examples":{"fr":["Réunir quinze sources dans Feedly et les parcourir en un quart d’heure chaque matin","Recevoir une alerte quand on parle de mon entreprise ou de mes concurrents","Partager chaque semaine avec mon équipe les trois articles à retenir"],"en":["Gather fifteen sources in Feedly and go through them in a quarter of an hour each morning","Be alerted when my company or my competitors are mentioned","Share with my team, every week, the three articles worth keeping"]}},{"fr":"Vie privée et réputation en ligne","en":"Privacy and reputation online","code":"privacy","examples":{"fr":["Régler la confidentialité de mes comptes pour séparer ma vie privée de mon travail","Savoir ce que l’on trouve sur moi en ligne et faire corriger ce qui me gêne","Protéger mes comptes par des mots de passe différents et une validation en deux étapes"],"en":["Set my accounts’ privacy, to keep my private life apart from my work","Know what can be found about me online, and have what bothers me corrected","Protect my accounts with different passwords and two-step verification"]}},{"fr":"Autre sujet numérique","en":"Another digital subject","code":"other","examples":{"fr":["Préparer une présentation de dix diapositives qui se passe de puces","Ranger mes photos et mes documents en ligne et les retrouver depuis mon téléphone","Monter une vidéo d’une minute sur mon métier avec mon téléphone"],"en":["Prepare a ten-slide presentation that needs no bullet points","File my photos and documents online, and find them again from my phone","Edit a one-minute video about my work on my phone"]}}],"charter":{"revision":"1","clauses":{"fr":["Chaque personne participe parce qu’elle l’a choisi.","Ce qui se dit dans le binôme reste dans le binôme.","La personne qui apprend n’évalue jamais celle qui lui transmet, ni auprès de sa hiérarchie ni ailleurs.","Le binôme se retrouve trois fois deux heures, environ une fois par mois ; la première séance a lieu dans les deux semaines qui suivent le lancement.","Le temps de l’autre se respecte : une séance se prépare, et un empêchement se dit dès qu’il est connu.","Quelques questions courtes arrivent en chemin et à la fin ; chaque personne y répond, même brièvement.","On peut s’arrêter à tout moment, sans se justifier et sans reproche : un message en privé suffit.","Le bot garde vos réponses et les dates de vos séances, et ne lit pas vos échanges ; vous pouvez demander à voir vos données, ou leur effacement."],"en":["Everyone takes part by choice.","What is said within the pair stays within the pair.","The person who learns never appraises the person who teaches, to a manager or to anyone else.","The pair meets three times for two hours, about once a month; the first session takes place within two weeks of the kick-off.","We respect each other’s time: a session is prepared, and whoever cannot come says so as soon as they know.","A few short questions come along the way and at the end; everyone answers them, even briefly.","Anyone may stop at any time, with no reason to give and no blame: a private message is enough.","The bot keeps your answers and the dates of your sessions, and does not read your conversations; you may ask to see your data or to have it erased."]},"mentee":null,"mentor":null},"sessions":{"count":3,"minutes":120,"every_days":30,"first_within_days":14,"remind_hours":[24,1],"notice_hours":24,"extra":0,"prepare":{"fr":["Venez avec votre ordinateur ou votre téléphone, vos mots de passe et une phrase qui dit ce que vous voulez savoir faire à la fin.","Choisissez une chose que vous avez réussie sans aide depuis la dernière fois, et une autre sur laquelle vous avez buté.","Apportez une réalisation à terminer ensemble – un profil, une page, un message – et la liste de ce que vous voulez continuer sans aide."],"en":["Come with your computer or phone, your passwords and one sentence that says what you want to be able to do by the end.","Choose one thing you have managed on your own since last time, and another that stopped you.","Bring something to finish together – a profile, a page, a message – and the list of what you want to carry on without help."]}},"course":{"agreed":false,"every_days":[7,14,21],"least":2,"most":6},"momentum":{"first_hours":24,"nudge_days":[7,14],"alert_days":21,"cancellations":2,"moves":2},"messages":{"per_week":5},"rules":{"same_team":true,"reporting_line":true,"common_language":true,"common_halfday":true,"strategy":"greedy","every_mentor":false,"age_gap":0,"seniority_gap":0,"mentors_each":1,"prefer":{"hours":"a little","format":"a little","generations":"a little","departments":"a little","waiting":"somewhat"},"synonyms":{}},"on_request":{"allowed":false,"paired":true,"minutes":[60],"answer_hours":48,"each":3,"queue":3,"precise":false,"hours":0},"proposals":{"ask":"nobody","hours":72,"mentee_first":true,"alternates":2},"polls":{"anonymous":["closing"],"floor":5,"expire_days":14,"remind_days":3},"assessment":{"asked":false,"mentees":["screen","tool","unknown"],"mentors":["reassure","senior","network"],"own":[],"returns":true},"recognition":{"managers":"never","wait_days":7},"workshops":[{"key":"kickoff","title":{"fr":"Soirée de lancement","en":"Kick-off evening"},"agenda":{"fr":["Le programme en clair : l’esprit, le calendrier, la charte","Deux témoignages : une mentee et une mentore de l’édition pilote racontent leur binôme","Atelier pour mentors et mentees : les bonnes pratiques d’une séance réussie","Première rencontre des binômes et choix d’une date"],"en":["The programme in plain words: its spirit, its calendar, its charter","Two testimonies: a mentee and a mentor tell of their pair in the pilot edition","Workshop for mentors and mentees: good practice for a session that works","Pairs meet for the first time and choose a date"]},"day":0,"at":"18:30:00","minutes":150,"place":{"fr":"Paris, salle annoncée par l’équipe","en":"Paris, room announced by the team"},"invite_days":14,"who":"everyone","question":{"fr":"Que retenez-vous de cette soirée pour votre première séance ?","en":"What will you take from this evening into your first session?"}},{"key":"twitter","title":{"fr":"Twitter pour débuter","en":"Twitter for beginners"},"agenda":{"fr":["Lire avant d’écrire : comptes à suivre, listes, mots-dièse","Compléter son profil à deux : photo, présentation, lien","Écrire, répondre, citer : cent quarante caractères, sur place, avec de l’aide","Ce qu’il vaut mieux ne pas publier, et quoi faire en cas de message désagréable"],"en":["Read before you write: accounts to follow, lists, hashtags","Complete your profile in twos: photo, biography, link","Write, reply, quote: one hundred and forty characters, on the spot, with help","What is better left unsaid, and what to do about an unpleasant message"]},"day":72,"at":"18:30:00","minutes":120,"place":{"fr":"Paris, salle annoncée par l’équipe","en":"Paris, room announced by the team"},"invite_days":14,"who":"everyone","question":{"fr":"Qu’allez-vous essayer sur Twitter cette semaine ?","en":"What will you try on Twitter this week?"}},{"key":"closing","title":{"fr":"Soirée de clôture et de retours","en":"Closing and feedback evening"},"agenda":{"fr":["Ce que vos réponses nous ont appris","Trois binômes racontent : un objectif, un déclic, une difficulté","En petits groupes : ce qu’il faut garder, changer, ajouter avant d’élargir le programme","Merci aux mentors, et un verre ensemble"],"en":["What your answers have taught us","Three pairs tell their story: an objective, a turning point, a difficulty","In small groups: what to keep, change and add before the programme grows","Thanks to the mentors, and a drink together"]},"day":142,"at":"18:30:00","minutes":120,"place":{"fr":"Paris, salle annoncée par l’équipe","en":"Paris, room announced by the team"},"invite_days":21,"who":"everyone","question":{"fr":"Quelle est la première chose à améliorer pour la prochaine édition ?","en":"What is the first thing to improve for the next edition?"}}],"posts":[{"key":"thank-you-all","day":1,"at":"09:00:00","text":{"fr":"Merci pour cette belle soirée de lancement ! Vous connaissez maintenant votre binôme : le plus beau cadeau à lui faire cette semaine, c’est une date. Deux propositions suffisent, et votre première séance est sur les rails.","en":"Thank you for a lovely kick-off evening! You now know who you are paired with: the best gift you can offer this week is a date. Two suggestions are enough, and your first session is on its way."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"precise-objective","day":6,"at":"09:00:00","text":{"fr":"Astuce pour bien commencer : un bon objectif se voit. « Être à l’aise sur LinkedIn » reste flou ; « écrire ma biographie en cinq lignes et la publier ce mois-ci », on sait quand c’est fait. Quel est le vôtre ? Partagez-le ici, il donnera des idées à d’autres.","en":"A tip for a good start: a good objective can be seen. “Being at ease on LinkedIn” stays vague; “write my biography in five lines and publish it this month”, and you know when it is done. What is yours? Share it here, it will give others ideas."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"no-silly-question","day":14,"at":"12:30:00","text":{"fr":"« Je n’ose pas demander, tout le monde doit savoir ça. » Nous l’avons toutes et tous pensé. Défi de la semaine : posez ici la question que vous gardez pour vous. Il y aura quelqu’un pour répondre, et sans doute dix personnes pour vous remercier.","en":"“I dare not ask, everyone must know that.” We have all thought it. This week’s challenge: ask here the question you have been keeping to yourself. Someone will answer, and ten others will probably be grateful."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"portrait","day":22,"at":"12:30:00","text":{"fr":"Défi en dix minutes : votre photo de profil. De la lumière de face, un fond simple, un vrai sourire, et un téléphone suffit. Prenez-en trois, demandez à votre binôme de choisir, et changez-la aujourd’hui.","en":"A ten-minute challenge: your profile photo. Light from the front, a plain background, a real smile, and a phone will do. Take three, let the other half of your pair choose, and change it today."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"in-the-light","day":35,"at":"09:00:00","text":{"fr":"Aujourd’hui, mettons une femme en lumière. Choisissez-en une dont vous admirez le travail et dites-le publiquement, en deux phrases, sur le réseau que vous apprenez. C’est un bel exercice, et cela fait plaisir. Partagez le lien ici, nous le relaierons.","en":"Today, let us put a woman in the light. Choose one whose work you admire and say so in public, in two sentences, on the network you are learning. It is good practice, and it will make her day. Share the link here and we will pass it on."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"hands-on","day":50,"at":"09:00:00","text":{"fr":"Pour les mentors : laissez la souris à votre mentee. C’est plus lent, et c’est ainsi que l’on retient. Si vous ne savez pas répondre, dites-le et cherchez à deux : rien ne rassure autant. Et vous, quelle est votre meilleure astuce pour transmettre ?","en":"For mentors: leave the mouse to your mentee. It is slower, and that is how things stick. If you do not know the answer, say so and look for it together: nothing is more reassuring. What is your own best trick for passing things on?"},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"halfway","day":62,"at":"09:00:00","text":{"fr":"Déjà la mi-parcours ! Quelques questions vous attendent en message privé : deux minutes suffisent, et vos réponses nous disent qui aider tout de suite. Si votre binôme a pris du retard, rien n’est perdu : une date cette semaine et c’est reparti.","en":"Halfway already! A few questions are waiting for you in a private message: they take two minutes, and your answers tell us who needs help now. If your pair has fallen behind, nothing is lost: one date this week and you are off again."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"twitter-soon","day":70,"at":"12:30:00","text":{"fr":"Après-demain soir, c’est l’atelier « Twitter pour débuter ». Venez comme vous êtes, avec votre téléphone chargé ; un compte ouvert à l’avance fait gagner du temps, et ce n’est pas obligatoire. Si Twitter vous est déjà familier, venez aussi : il y aura du monde à aider !","en":"The evening after tomorrow: “Twitter for beginners”. Come as you are, with a charged phone; opening an account beforehand saves time, but it is not required. If Twitter is already familiar, come too: there will be plenty of people to help!"},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"settings-check","day":85,"at":"12:30:00","text":{"fr":"Le quart d’heure de tranquillité : cherchez votre nom dans un moteur de recherche, depuis une fenêtre privée, puis ouvrez les réglages de confidentialité de votre réseau préféré. Qui voit vos photos ? Vos contacts ? Changez une chose, et racontez-nous laquelle.","en":"A quarter of an hour for peace of mind: look up your own name in a search engine, from a private window, then open the privacy settings of your favourite network. Who sees your photos? Your contacts? Change one thing, and tell us which."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"small-victory","day":97,"at":"09:00:00","text":{"fr":"Parlons de vos petites victoires. Un premier message publié, une page ouverte, un inconnu qui répond : tout compte. Racontez la vôtre en une phrase ci-dessous. Rappelez-vous ce que vous n’osiez pas faire avant le lancement : que de chemin depuis !","en":"Let us hear about your small victories. A first post, a page opened, a stranger who answers: everything counts. Tell us yours in one sentence below. Remember what you did not dare to do before the kick-off: you have come a long way."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"last-stretch","day":111,"at":"09:00:00","text":{"fr":"Dernière ligne droite avant la clôture. Si votre troisième séance n’a pas encore de date, c’est le moment d’en proposer deux. Et gardez les dix dernières minutes pour cette question : que vais-je continuer sans aide, et comment ?","en":"The last stretch before closing. If your third session has no date yet, now is the time to suggest two. And keep its last ten minutes for this question: what will I carry on with on my own, and how?"},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"praise-your-mentor","day":121,"at":"12:30:00","text":{"fr":"Une idée pour dire merci : écrivez à votre mentor une recommandation sur LinkedIn. Trois phrases suffisent – ce que vous vouliez, la façon dont on vous l’a transmis, ce que vous savez faire à présent. C’est un vrai coup de pouce, et un bel exercice de plus.","en":"A way to say thank you: write your mentor a recommendation on LinkedIn. Three sentences will do – what you wanted, how it was passed on to you, what you can do now. It is a real help to a career, and one more good exercise."},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"your-say","day":133,"at":"09:00:00","text":{"fr":"Les questions de fin arrivent en message privé. Vos réponses sont anonymes, et ce sont elles qui décideront de la suite : dites ce qui a marché et ce qui a manqué, avec la même franchise. Rendez-vous à la soirée de clôture pour en parler ensemble !","en":"The closing questions are on their way in a private message. Your answers are anonymous, and they will decide what comes next: tell us what worked and what was missing, just as frankly. See you at the closing evening to talk about it together!"},"who":"everyone","poll":null,"challenge":false,"results_days":7},{"key":"farewell","day":143,"at":"09:00:00","text":{"fr":"Merci pour la soirée d’hier, et pour ces cinq mois. Vous pensiez apprendre ou transmettre, et vous avez fait les deux. Restez en contact, continuez à vous suivre et à vous relire ; et si quelqu’un hésite à se lancer, racontez-lui votre première séance.","en":"Thank you for last night, and for these five months. You came to learn or to teach, and you did both. Stay in touch, keep following and rereading each other; and if someone hesitates to take the plunge, tell them about your first session."},"who":"everyone","poll":null,"challenge":false,"results_days":7}],"community":{"digest_days":0},"circles":[],"digest":"e937299c0d3c998c85755725c90f07c8"}','signup','2016-02-02','fr','vous','Europe/Paris',NULL,NULL,0,'2016-01-06 09:00:00.000000','2016-01-05 09:00:00.000000','2016-01-06 09:00:00.000000');
CREATE TABLE proposal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	mentee_id INTEGER NOT NULL, 
	mentor_id INTEGER NOT NULL, 
	score FLOAT NOT NULL, 
	label VARCHAR NOT NULL, 
	why JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	locked BOOLEAN NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	CONSTRAINT ck_proposal_state CHECK (state IN ('proposed', 'approved', 'rejected', 'replaced')), 
	CONSTRAINT fk_proposal_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_proposal_mentee_id_enrolment FOREIGN KEY(mentee_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT fk_proposal_mentor_id_enrolment FOREIGN KEY(mentor_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE question (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	asked_by INTEGER, 
	asked_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	editor_id INTEGER, 
	proposal VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	reasons VARCHAR NOT NULL, 
	next_on DATE, 
	became VARCHAR NOT NULL, 
	CONSTRAINT ck_question_state CHECK (state IN ('open', 'drafting', 'reading', 'sent', 'answered', 'followed', 'lapsed', 'withdrawn')), 
	CONSTRAINT ck_question_kind CHECK (kind IN ('question', 'challenge')), 
	CONSTRAINT ck_question_verdict CHECK (verdict IN ('', 'yes', 'partly', 'not-now')), 
	CONSTRAINT fk_question_circle_id_circle FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE
);
CREATE TABLE reaction (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	posting_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	option INTEGER NOT NULL, 
	CONSTRAINT uq_reaction_posting_id_enrolment_id UNIQUE (posting_id, enrolment_id), 
	CONSTRAINT fk_reaction_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reaction_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE received (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT uq_received_key UNIQUE ("key")
);
INSERT INTO "received" VALUES(1,'event-1','2016-01-05 09:00:00.000000');
INSERT INTO "received" VALUES(2,'event-2','2016-01-05 09:00:00.000000');
INSERT INTO "received" VALUES(3,'event-3','2016-01-05 09:00:00.000000');
INSERT INTO "received" VALUES(4,'event-4','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(5,'event-5','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(6,'event-6','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(7,'event-7','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(8,'event-8','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(9,'event-9','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(10,'event-10','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(11,'event-11','2016-01-06 09:00:00.000000');
INSERT INTO "received" VALUES(12,'event-12','2016-01-06 09:00:00.000000');
CREATE TABLE revision (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	revision VARCHAR NOT NULL, 
	charter JSON NOT NULL, 
	at DATETIME NOT NULL, 
	"by" INTEGER, 
	CONSTRAINT uq_revision_programme_id_revision UNIQUE (programme_id, revision), 
	CONSTRAINT fk_revision_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
CREATE TABLE session (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	pair_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	starts_at DATETIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	place VARCHAR NOT NULL, 
	proposed_by INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	moves INTEGER NOT NULL, 
	extra BOOLEAN NOT NULL, 
	about VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT uq_session_pair_id_number UNIQUE (pair_id, number), 
	CONSTRAINT ck_session_state CHECK (state IN ('proposed', 'planned', 'held', 'missed', 'cancelled')), 
	CONSTRAINT fk_session_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id) ON DELETE CASCADE
);
INSERT INTO "session" VALUES(1,1,1,'planned','2016-01-07 09:00:00.000000',120,'',1,1,0,0,'','2016-01-06 09:00:00.000000',NULL);
CREATE TABLE signature (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	enrolment_id INTEGER NOT NULL, 
	revision VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	how VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT uq_signature_enrolment_id_revision UNIQUE (enrolment_id, revision), 
	CONSTRAINT ck_signature_how CHECK (how IN ('signup', 'asked')), 
	CONSTRAINT fk_signature_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_signature_enrolment_id_enrolment FOREIGN KEY(enrolment_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE signing_key (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	public BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT uq_signing_key_name UNIQUE (name)
);
CREATE TABLE sponsor (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT uq_sponsor_programme_id_person_id UNIQUE (programme_id, person_id), 
	CONSTRAINT fk_sponsor_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sponsor_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE TABLE thanks (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT ck_thanks_state CHECK (state IN ('sent', 'asked', 'shared', 'kept')), 
	CONSTRAINT fk_thanks_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE, 
	CONSTRAINT fk_thanks_by_id_enrolment FOREIGN KEY(by_id) REFERENCES enrolment (id) ON DELETE CASCADE, 
	CONSTRAINT fk_thanks_to_id_enrolment FOREIGN KEY(to_id) REFERENCES enrolment (id) ON DELETE CASCADE
);
CREATE TABLE workshop (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	programme_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	starts_at DATETIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	place VARCHAR NOT NULL, 
	agenda JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	sequence INTEGER NOT NULL, 
	CONSTRAINT uq_workshop_programme_id_key UNIQUE (programme_id, "key"), 
	CONSTRAINT ck_workshop_state CHECK (state IN ('planned', 'held', 'cancelled')), 
	CONSTRAINT fk_workshop_programme_id_programme FOREIGN KEY(programme_id) REFERENCES programme (id) ON DELETE CASCADE
);
CREATE INDEX ix_person_manager_id ON person (manager_id);
CREATE INDEX ix_programme_look_at ON programme (look_at);
CREATE INDEX ix_batch_person_id ON batch (person_id);
CREATE INDEX ix_batch_programme_id ON batch (programme_id);
CREATE INDEX ix_circle_look_at ON circle (look_at);
CREATE INDEX ix_circle_programme ON circle (programme_id, "key");
CREATE INDEX ix_sponsor_person_id ON sponsor (person_id);
CREATE INDEX ix_draft_programme_id ON draft (programme_id);
CREATE INDEX ix_draft_person_form ON draft (person_id, form, subject);
CREATE INDEX ix_draft_look_at ON draft (look_at);
CREATE INDEX ix_notice_programme_id ON notice (programme_id);
CREATE INDEX ix_notice_subject ON notice (subject);
CREATE INDEX ix_pass_programme_id ON pass (programme_id);
CREATE INDEX ix_pass_person_id ON pass (person_id);
CREATE INDEX ix_address_person_id ON address (person_id);
CREATE INDEX ix_address_programme_id ON address (programme_id);
CREATE INDEX ix_file_person_id ON file (person_id);
CREATE INDEX ix_coordination_person_id ON coordination (person_id);
CREATE INDEX ix_enrolment_person_id ON enrolment (person_id);
CREATE INDEX ix_enrolment_look_at ON enrolment (look_at);
CREATE INDEX ix_call_programme_id ON call (programme_id);
CREATE INDEX ix_call_look_at ON call (look_at);
CREATE INDEX ix_call_enrolment_id ON call (enrolment_id);
CREATE INDEX ix_call_mentor_id ON call (mentor_id);
CREATE INDEX ix_call_session_id ON call (session_id);
CREATE INDEX ix_signature_programme_id ON signature (programme_id);
CREATE INDEX ix_member_enrolment_id ON member (enrolment_id);
CREATE INDEX ix_contribution_enrolment_id ON contribution (enrolment_id);
CREATE INDEX ix_contribution_circle_id ON contribution (circle_id);
CREATE INDEX ix_contribution_about ON contribution (about);
CREATE INDEX ix_dilemma_circle_id ON dilemma (circle_id);
CREATE INDEX ix_question_circle_id ON question (circle_id);
CREATE INDEX ix_commendation_programme_id ON commendation (programme_id);
CREATE INDEX ix_commendation_look_at ON commendation (look_at);
CREATE INDEX ix_reaction_enrolment_id ON reaction (enrolment_id);
CREATE INDEX ix_thanks_to_id ON thanks (to_id);
CREATE INDEX ix_thanks_programme_id ON thanks (programme_id);
CREATE INDEX ix_thanks_by_id ON thanks (by_id);
CREATE INDEX ix_poll_programme_id ON poll (programme_id);
CREATE INDEX ix_answer_role ON answer (programme_id, form, role);
CREATE INDEX ix_answer_enrolment_id ON answer (enrolment_id);
CREATE INDEX ix_proposal_mentee_id ON proposal (mentee_id);
CREATE INDEX ix_proposal_mentor_id ON proposal (mentor_id);
CREATE INDEX ix_proposal_programme_id ON proposal (programme_id);
CREATE INDEX ix_pair_programme_id ON pair (programme_id);
CREATE INDEX ix_pair_mentee_id ON pair (mentee_id);
CREATE INDEX ix_pair_look_at ON pair (look_at);
CREATE INDEX ix_pair_mentor_id ON pair (mentor_id);
CREATE INDEX ix_outgoing_line ON outgoing (address_id, state, due_at, id);
CREATE INDEX ix_outgoing_waiting ON outgoing (due_at, id) WHERE state = 'pending';
CREATE INDEX ix_outgoing_paced ON outgoing (workspace, due_at, id) WHERE state = 'pending';
CREATE INDEX ix_outgoing_troubled ON outgoing (id) WHERE state IN ('ambiguous', 'dead');
CREATE INDEX ix_outgoing_arrived ON outgoing (sent_at) WHERE state = 'sent';
CREATE INDEX ix_outgoing_leased ON outgoing (lease_until) WHERE state = 'sending';
CREATE INDEX ix_line_address_id ON line (address_id);
CREATE INDEX ix_attendance_enrolment_id ON attendance (enrolment_id);
CREATE INDEX ix_certificate_programme_id ON certificate (programme_id);
CREATE INDEX ix_certificate_look_at ON certificate (look_at);
CREATE INDEX ix_certificate_enrolment_id ON certificate (enrolment_id);
CREATE UNIQUE INDEX ix_application_enrolment_id ON application (enrolment_id);
CREATE INDEX ix_application_programme_id ON application (programme_id);
CREATE INDEX ix_presence_enrolment_id ON presence (enrolment_id);
CREATE INDEX ix_enquiry_other_id ON enquiry (other_id);
CREATE INDEX ix_enquiry_enrolment_id ON enquiry (enrolment_id);
CREATE INDEX ix_enquiry_proposal_id ON enquiry (proposal_id);
CREATE INDEX ix_enquiry_look_at ON enquiry (look_at);
CREATE INDEX ix_enquiry_programme_state ON enquiry (programme_id, state);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('programme',1);
INSERT INTO "sqlite_sequence" VALUES('received',12);
INSERT INTO "sqlite_sequence" VALUES('person',4);
INSERT INTO "sqlite_sequence" VALUES('address',4);
INSERT INTO "sqlite_sequence" VALUES('outgoing',17);
INSERT INTO "sqlite_sequence" VALUES('coordination',1);
INSERT INTO "sqlite_sequence" VALUES('enrolment',2);
INSERT INTO "sqlite_sequence" VALUES('pair',1);
INSERT INTO "sqlite_sequence" VALUES('happened',3);
INSERT INTO "sqlite_sequence" VALUES('draft',2);
INSERT INTO "sqlite_sequence" VALUES('session',1);
INSERT INTO "sqlite_sequence" VALUES('file',1);
INSERT INTO "sqlite_sequence" VALUES('installation',1);
COMMIT;
