-- A store as schema 2 wrote it over HTTP: one registration, one that is corrected, one that corrects what never came, a late
-- one, and a refusal.
BEGIN TRANSACTION;
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	submission_id VARCHAR(36) NOT NULL, 
	kind VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at VARCHAR(24) NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT one_message_per_channel UNIQUE (submission_id, kind, channel), 
	CONSTRAINT kind_known CHECK (kind IN ('confirmation')), 
	CONSTRAINT channel_known CHECK (channel IN ('email', 'sms')), 
	CONSTRAINT state_known CHECK (state IN ('waiting', 'cancelled')), 
	FOREIGN KEY(submission_id) REFERENCES registrations (submission_id)
);
INSERT INTO "outbox" VALUES(1,'00000000-0000-4000-b000-000000000000','confirmation','email','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(2,'00000000-0000-4000-b000-000000000000','confirmation','sms','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(3,'00000000-0000-4000-b000-000000000001','confirmation','email','cancelled','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(4,'00000000-0000-4000-b000-000000000001','confirmation','sms','cancelled','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(5,'00000000-0000-4000-b000-000000000002','confirmation','email','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(6,'00000000-0000-4000-b000-000000000002','confirmation','sms','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(7,'00000000-0000-4000-b000-000000000003','confirmation','email','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(8,'00000000-0000-4000-b000-000000000003','confirmation','sms','waiting','2022-01-05T02:00:06.000Z');
CREATE TABLE registrations (
	submission_id VARCHAR(36) NOT NULL, 
	event VARCHAR NOT NULL, 
	organisation VARCHAR NOT NULL, 
	seat INTEGER, 
	quota INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	replaced_by VARCHAR(36), 
	honorific VARCHAR NOT NULL, 
	first_name VARCHAR NOT NULL, 
	last_name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	mobile VARCHAR NOT NULL, 
	locale VARCHAR(2) NOT NULL, 
	notice_version VARCHAR NOT NULL, 
	rules_version VARCHAR NOT NULL, 
	created_at VARCHAR(24), 
	sent_at VARCHAR(24), 
	received_at VARCHAR(24) NOT NULL, 
	late_by_s INTEGER, 
	bot_suspected BOOLEAN NOT NULL, 
	answers JSON DEFAULT '{}' NOT NULL, 
	PRIMARY KEY (submission_id), 
	CONSTRAINT one_person_per_seat UNIQUE (event, organisation, seat), 
	CONSTRAINT seat_within_quota CHECK (seat BETWEEN 1 AND quota), 
	CONSTRAINT seat_until_replaced CHECK ((seat IS NULL) = (replaced_by IS NOT NULL)), 
	CONSTRAINT status_known CHECK (status IN ('confirmed', 'late_review')), 
	FOREIGN KEY(submission_id) REFERENCES submissions (submission_id), 
	FOREIGN KEY(replaced_by) REFERENCES submissions (submission_id)
);
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000000','water-safety-2565','saithong-pao',1,3,'confirmed',NULL,'mr','สมชาย','ใจดี','person0@example.go.th','+66812340000','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0,'{"position": "ปลัด \"อบต.\""}');
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000001','water-safety-2565','saithong-pao',NULL,3,'confirmed','00000000-0000-4000-b000-000000000002','mr','สมหญิง','ใจดี','person1@example.go.th','+66812340001','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0,'{"position": "นิติกร"}');
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000002','water-safety-2565','saithong-pao',2,3,'confirmed',NULL,'mr','วิชัย','ใจดี','person2@example.go.th','+66812340002','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0,'{"position": "นิติกร"}');
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000003','water-safety-2565','saithong-pao',3,3,'confirmed',NULL,'mr','มาลี','ใจดี','person3@example.go.th','+66812340003','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0,'{"position": "นิติกร"}');
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000005','water-safety-2565','saithong-town',1,3,'late_review',NULL,'mr','สุดา','ใจดี','person5@example.go.th','+66812340005','th','2564-12','0.1.0','2022-01-09T02:00:00.000Z','2022-01-11T02:00:00.000Z','2022-01-11T02:00:06.000Z',32406,0,'{"position": "นิติกร"}');
CREATE TABLE submissions (
	submission_id VARCHAR(36) NOT NULL, 
	event VARCHAR NOT NULL, 
	fingerprint VARCHAR(64), 
	outcome VARCHAR NOT NULL, 
	receipt VARCHAR(9), 
	received_at VARCHAR(24) NOT NULL, 
	replaced_by VARCHAR(36), 
	delete_at VARCHAR(24) NOT NULL, 
	PRIMARY KEY (submission_id), 
	CONSTRAINT outcome_known CHECK (outcome IN ('confirmed', 'late_review', 'quota_full', 'closed', 'superseded')), 
	CONSTRAINT receipt_when_stored CHECK ((receipt IS NOT NULL) = (outcome IN ('confirmed', 'late_review'))), 
	CONSTRAINT fingerprint_when_seen CHECK ((fingerprint IS NULL) = (outcome = 'superseded')), 
	UNIQUE (receipt)
);
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000000','water-safety-2565','979acb5f52568461470d804e19d420399f104471ae28fe7fe690a4895d79e1da','confirmed','2419-3114','2022-01-05T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000001','water-safety-2565','3577ea550b38fdfa89fbd3d7a1da8161f10a3e1350c890b7ab92cc8a887ff3dd','confirmed','7328-7512','2022-01-05T02:00:06.000Z','00000000-0000-4000-b000-000000000002','2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000002','water-safety-2565','522a2ba4814863651f703a484b2ae4c4607007beec5e989bbc0b22eaac65f065','confirmed','4810-8275','2022-01-05T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000003','water-safety-2565','d7e98ebd410303a72e0fc5f57f34cc01051a612c828b0d34195ca50913615a14','confirmed','6339-0275','2022-01-05T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000004','water-safety-2565',NULL,'superseded',NULL,'2022-01-05T02:00:06.000Z','00000000-0000-4000-b000-000000000003','2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000005','water-safety-2565','379b9c0c8584baa009193387a4d0eb9ffc4df63aa11671212ac1cf5df95c18e3','late_review','1813-2933','2022-01-11T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000006','water-safety-2565','9696e9d0161ce1f6eb9cc8c25abc3a73908441107eba8801dffdeddb2b152959','closed',NULL,'2022-01-14T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
CREATE INDEX outbox_by_state ON outbox (state, id);
COMMIT;
PRAGMA user_version = 2;
