"""Who coordinates what: as the server says at this moment, also when a button is pressed."""

import pytest

from tests.acceptance.mattermost.people import said
from tests.fakes.mattermost import RefusedError

NOT_OPEN = "Cela ne t’est pas ouvert ici."


async def set_team_admin(server, person, is_admin):
    path = f"/teams/{person.team}/members/{person.id}/schemeRoles"
    await server.admin.put(path, {"scheme_admin": is_admin, "scheme_user": True})


async def set_channel_admin(server, person, channel, is_admin):
    path = f"/channels/{channel}/members/{person.id}/schemeRoles"
    await server.admin.put(path, {"scheme_admin": is_admin, "scheme_user": True})


async def set_roles(server, person, roles):
    await server.admin.put(f"/users/{person.id}/roles", {"roles": roles})


async def test_a_system_admin_coordinates_everywhere(server, camille):
    await set_roles(server, camille, "system_user system_admin")
    assert "**Comment je vais**" in said(await camille.asks("/maillage état"))
    assert "**Comment je vais**" in said(await camille.tells("/maillage état"))


async def test_a_team_admin_coordinates_the_team(server, camille, karim):
    await set_team_admin(server, camille, is_admin=True)
    assert "**Comment je vais**" in said(await camille.asks("/maillage état"))
    assert NOT_OPEN in said(await karim.asks("/maillage état"))


async def test_a_channel_admin_coordinates_that_channel_and_no_other(town, server, camille):
    await set_channel_admin(server, camille, camille.here, is_admin=True)
    assert "**Comment je vais**" in said(await camille.asks("/maillage état"))
    camille.here = await town.home.channel()
    await server.admin.post(f"/channels/{camille.here}/members", {"user_id": camille.id})
    assert NOT_OPEN in said(await camille.asks("/maillage état"))


async def test_rights_are_looked_at_again_when_a_button_is_pressed(server, camille, karim):
    await set_team_admin(server, camille, is_admin=True)
    await camille.runs("/kermesse stand")
    post = await camille.sees()
    await set_team_admin(server, camille, is_admin=False)
    await camille.presses(post, "Fermer")
    assert NOT_OPEN in said(await camille.sees_alone())
    await set_team_admin(server, karim, is_admin=True)
    await karim.presses(post, "Fermer")
    assert said(await camille.sees_changed(post)) == "Stands fermés"


async def test_a_coordinator_changes_what_somebody_set_for_all_here(server, camille, karim):
    await camille.asks("/rappel ici demain 9h réunion d’équipe")
    refused = await karim.asks("/rappel supprimer A")
    assert "réunion d’équipe" not in said(refused)
    await set_channel_admin(server, karim, karim.here, is_admin=True)
    await karim.runs("/rappel supprimer A")
    assert "supprimé : réunion d’équipe" in said(await karim.sees_alone())


async def test_guests_use_only_what_the_network_opened_to_them(town, server, camille):
    try:
        karim = await town.home.person("karim", camille.here, roles="system_guest")
    except RefusedError as refusal:
        pytest.skip(f"this server makes nobody a guest: {refusal}")
    assert "Les invités n’ont pas accès à ceci" in said(await karim.asks("/kermesse choisir"))
    assert "/maillage" in said(await karim.asks("/maillage aide"))
    await set_roles(server, camille, "system_user system_admin")
    await camille.runs("/maillage configurer")
    await camille.fills_in(await camille.sees_dialog(), name="Loire", language="fr")
    features = await camille.hears("**")
    await camille.chooses(features, "Invités", "open:kermesse")
    await camille.sees_changed(features)
    assert said(await karim.asks("/kermesse choisir")) == "Rien que pour toi"
