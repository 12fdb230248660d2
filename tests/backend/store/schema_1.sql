-- A store as schema 1 wrote it, with three registrations over HTTP: the last is a correction of the second.
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
INSERT INTO "outbox" VALUES(1,'7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab','confirmation','email','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(2,'7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab','confirmation','sms','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(3,'00000000-0000-4000-b000-000000000001','confirmation','email','cancelled','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(4,'00000000-0000-4000-b000-000000000001','confirmation','sms','cancelled','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(5,'00000000-0000-4000-b000-000000000002','confirmation','email','waiting','2022-01-05T02:00:06.000Z');
INSERT INTO "outbox" VALUES(6,'00000000-0000-4000-b000-000000000002','confirmation','sms','waiting','2022-01-05T02:00:06.000Z');
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
	position VARCHAR NOT NULL,
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
	PRIMARY KEY (submission_id),
	CONSTRAINT one_person_per_seat UNIQUE (event, organisation, seat),
	CONSTRAINT seat_within_quota CHECK (seat BETWEEN 1 AND quota),
	CONSTRAINT seat_until_replaced CHECK ((seat IS NULL) = (replaced_by IS NOT NULL)),
	CONSTRAINT status_known CHECK (status IN ('confirmed', 'late_review')),
	FOREIGN KEY(submission_id) REFERENCES submissions (submission_id),
	FOREIGN KEY(replaced_by) REFERENCES submissions (submission_id)
);
INSERT INTO "registrations" VALUES('7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab','water-safety-2565','saithong-pao',1,3,'confirmed',NULL,'mr','สมชาย','ใจดี','ปลัด "อบต."','person0@example.go.th','+66812340000','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0);
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000001','water-safety-2565','saithong-pao',NULL,3,'confirmed','00000000-0000-4000-b000-000000000002','mr','สมหญิง','ใจดี','นิติกร','person1@example.go.th','+66812340001','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0);
INSERT INTO "registrations" VALUES('00000000-0000-4000-b000-000000000002','water-safety-2565','saithong-pao',2,3,'confirmed',NULL,'mr','สมหญิง','ใจดี','นิติกร','person1@example.go.th','+66812340001','th','2564-12','0.1.0','2022-01-05T02:00:00.000Z','2022-01-05T02:00:05.000Z','2022-01-05T02:00:06.000Z',NULL,0);
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
INSERT INTO "submissions" VALUES('7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab','water-safety-2565','a36389cb59a01018cb386c826635f41c24aaf07531d1d51c1cc106905846207b','confirmed','7374-3241','2022-01-05T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000001','water-safety-2565','3577ea550b38fdfa89fbd3d7a1da8161f10a3e1350c890b7ab92cc8a887ff3dd','confirmed','2268-6658','2022-01-05T02:00:06.000Z','00000000-0000-4000-b000-000000000002','2022-04-14T09:00:00.000Z');
INSERT INTO "submissions" VALUES('00000000-0000-4000-b000-000000000002','water-safety-2565','3dd5a22bba050d6ce41cb70addb6b43e17f2c95b174036d8de49c640ec15b0b9','confirmed','8479-8474','2022-01-05T02:00:06.000Z',NULL,'2022-04-14T09:00:00.000Z');
CREATE INDEX outbox_by_state ON outbox (state, id);
COMMIT;PRAGMA user_version = 1;
