-- PostgreSQL runs this once, when its volume is empty. The server's user owns nothing: no server can take row security off.
\getenv owner POSTGRES_PASSWORD
\getenv server SERVER_PASSWORD
create role ascendia login password :'owner';
create role server login noinherit password :'server';
create role ascendia_clinic nologin;
create role ascendia_fleet nologin;
grant ascendia_clinic, ascendia_fleet to ascendia, server;
create database ascendia owner ascendia;
